import type { Config } from '../config.ts';

/**
 * Starts whatever listens to spans: Application Insights with a connection string, a file of NDJSON spans with `TRACE_FILE`.
 * Without either nothing is loaded and spans cost next to nothing.
 */
export const startTelemetry = async ({ appInsights, traceFile }: Config['observability']): Promise<void> => {
  if (appInsights) (await import('./app-insights.ts')).startAppInsights(appInsights);
  else if (traceFile) (await import('./trace-file.ts')).startTraceFile(traceFile);
};
