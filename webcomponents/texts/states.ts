import { msg } from '@lit/localize';
import type { AnalysisState, JobState } from '../../contract/job.ts';

/** The label and appearance of a state. */
export interface StateText {
  terminal: boolean;
  tone: 'busy' | 'good' | 'bad' | 'idle';
  label: () => string;
}

export const jobStates: Record<JobState, StateText> = {
  'awaiting-upload': {
    terminal: false,
    tone: 'idle',
    label: () => msg('Awaiting upload', { id: 'state-awaiting-upload' }),
  },
  decoding: { terminal: false, tone: 'busy', label: () => msg('Decoding', { id: 'state-decoding' }) },
  analyzing: { terminal: false, tone: 'busy', label: () => msg('Analyzing', { id: 'state-analyzing' }) },
  completed: { terminal: true, tone: 'good', label: () => msg('Completed', { id: 'state-completed' }) },
  rejected: { terminal: true, tone: 'bad', label: () => msg('Rejected', { id: 'state-rejected' }) },
  failed: { terminal: true, tone: 'bad', label: () => msg('Failed', { id: 'state-failed' }) },
  expired: { terminal: true, tone: 'bad', label: () => msg('Expired', { id: 'state-expired' }) },
};

export const analysisStates: Record<AnalysisState, StateText> = {
  pending: { terminal: false, tone: 'busy', label: () => msg('In progress', { id: 'analysis-pending' }) },
  succeeded: { terminal: true, tone: 'good', label: () => msg('Done', { id: 'analysis-succeeded' }) },
  failed: { terminal: true, tone: 'bad', label: () => msg('Failed', { id: 'analysis-failed' }) },
};
