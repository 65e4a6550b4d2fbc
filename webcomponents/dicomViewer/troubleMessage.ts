import type { TemplateResult } from 'lit';
import type { Job } from '../../contract/job.ts';
import type { ApiError } from '../api/apiError.ts';
import { getErrorText } from '../texts/errorText.ts';
import { getJobRemedy, getRequestRemedy } from '../texts/remedies.ts';
import { jobStates } from '../texts/states.ts';
import { cannotShow, stageMessage } from './stageMessage.ts';

/** Why a job has no image, or why nothing is known of it, and what the reader can do. Loaded when it is first asked for. */
export function troubleMessage(
  trouble: ApiError | Job,
  /** Asks for another attempt at a job that failed. */
  again: () => void,
): TemplateResult {
  if (trouble instanceof Error)
    return stageMessage(cannotShow(), getErrorText(trouble), getRequestRemedy(trouble));
  const { state, error } = trouble;
  const title = jobStates[state].label();
  if (!error) return stageMessage(title, '', getJobRemedy(state, undefined));
  const retry = state === 'failed' ? again : undefined;
  return stageMessage(title, getErrorText(error), getJobRemedy(state, error.code), retry);
}
