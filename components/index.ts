export { AccessLogs, type AccessLogsArgs } from './storage/accessLogs.ts';
export { Api, type ApiArgs, type ApiRoute } from './api/api.ts';
export { SettingsError } from './settings/settingsError.ts';
export { EventBus, type EventBusArgs } from './pipeline/eventBus.ts';
export { HandlerFunction, type HandlerFunctionArgs } from './pipeline/handlerFunction.ts';
export { ImageAnalysis } from './imageAnalysis.ts';
export type { ImageAnalysisArgs } from './settings/imageAnalysisArgs.ts';
export { AuditTrail, type AuditTrailArgs } from './operations/auditTrail.ts';
export { Network, type NetworkArgs } from './network/network.ts';
export { Storage as Store } from './storage/storage.ts';
export { Monitoring as Watching, type MonitoringArgs as WatchingArgs } from './operations/monitoring.ts';
export { JobsTable, type JobsTableArgs } from './storage/jobsTable.ts';
export { EncryptionKeys as Keys, type EncryptionKeysArgs as KeysArgs } from './storage/encryptionKeys.ts';
export { OriginSecret, type OriginSecretArgs } from './api/originSecret.ts';
export { Portal, type PortalArgs } from './portal/portal.ts';
export { PrivateBucket, type PrivateBucketArgs } from './storage/privateBucket.ts';
export { readSettings } from './settings/readSettings.ts';
export { SeriesSecret, type SeriesSecretArgs } from './storage/seriesSecret.ts';
export { Stage, type StageArgs, type StageRule } from './pipeline/stage.ts';
export {
  ScheduledFunction as Sweep,
  type ScheduledFunctionArgs as SweepArgs,
} from './pipeline/scheduledFunction.ts';
export type { Transform } from './transform.ts';
