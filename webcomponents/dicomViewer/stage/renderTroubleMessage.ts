import type { TemplateResult } from 'lit';
import type { Job } from '../../../contract/job.ts';
import type { ApiError } from '../../api/apiError.ts';
import { getErrorText } from '../../texts/errorText.ts';
import { getJobRemedy, getRequestRemedy } from '../../texts/remedies.ts';
import { jobStates } from '../../texts/states.ts';
import { getCannotShowText, renderStageMessage } from './renderStageMessage.ts';

/** Why a job has no image, or why nothing is known of it, and what the reader can do. Loaded when it is first asked for. */
export function renderTroubleMessage(
  trouble: ApiError | Job,
  /** Asks for another attempt at a job that failed. */
  again: () => void,
): TemplateResult {
  if (trouble instanceof Error)
    return renderStageMessage(getCannotShowText(), getErrorText(trouble), getRequestRemedy(trouble));
  const { state, error } = trouble;
  const title = jobStates[state].label();
  if (!error) return renderStageMessage(title, '', getJobRemedy(state, undefined));
  const retry = state === 'failed' ? again : undefined;
  return renderStageMessage(title, getErrorText(error), getJobRemedy(state, error.code), retry);
}
