import type { TemplateResult } from 'lit';
import type { Job } from '../../../contract/job.ts';
import type { ApiError } from '../../api/apiError.ts';
import { getErrorText } from '../../texts/errorText.ts';
import { getJobRemedy, getRequestRemedy } from '../../texts/remedies.ts';
import { jobStates } from '../../texts/states.ts';
import { getCannotShowText, renderStageMessage } from './renderStageMessage.ts';

/** Renders the reason why a job has no image or could not be loaded, with a remedy. This module is loaded on demand. */
export function renderFailureMessage(
  failure: ApiError | Job,
  /** Starts another attempt of a failed job. */
  retry: () => void,
): TemplateResult {
  if (failure instanceof Error)
    return renderStageMessage(getCannotShowText(), getErrorText(failure), getRequestRemedy(failure));
  const { state, error } = failure;
  const title = jobStates[state].label();
  if (!error) return renderStageMessage(title, '', getJobRemedy(state, undefined));
  return renderStageMessage(
    title,
    getErrorText(error),
    getJobRemedy(state, error.code),
    state === 'failed' ? retry : undefined,
  );
}
