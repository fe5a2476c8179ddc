import { useAzureMonitor } from 'applicationinsights';

/** Sends traces, metrics and logs to Application Insights. The default sampler keeps only five traces a second. */
export const startAppInsights = (connectionString: string): void =>
  useAzureMonitor({ azureMonitorExporterOptions: { connectionString }, samplingRatio: 1, tracesPerSecond: 0 });
