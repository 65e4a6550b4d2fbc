import type { TemplateResult } from 'lit';
import type { Job } from '../../contract/job.ts';
import type { ApiError } from '../api/apiError.ts';
import { errorWords } from '../words/errors.ts';
import { jobRemedy, problemRemedy } from '../words/remedies.ts';
import { jobStates } from '../words/states.ts';
import { cannotShow, stageMessage } from './stageMessage.ts';

/** Why a job has no image, or why nothing is known of it, and what the reader can do. Loaded when it is first asked for. */
export function troubleMessage(
  trouble: ApiError | Job,
  /** Asks for another attempt at a job that failed. */
  again: () => void,
): TemplateResult {
  if (trouble instanceof Error)
    return stageMessage(cannotShow(), errorWords(trouble), problemRemedy(trouble));
  const { state, error } = trouble;
  const title = jobStates[state].label();
  if (!error) return stageMessage(title, '', jobRemedy(state, undefined));
  const retry = state === 'failed' ? again : undefined;
  return stageMessage(title, errorWords(error), jobRemedy(state, error.code), retry);
}
