/** The metrics header of a query. What this engine has no counterpart of is reported as zero. */
export const queryMetrics = (measured: { milliseconds: number; retrieved: number; rows: number; bytes: number }) => {
  const time = measured.milliseconds.toFixed(2);
  return Object.entries({
    totalExecutionTimeInMs: time,
    queryCompileTimeInMs: '0.00',
    queryLogicalPlanBuildTimeInMs: '0.00',
    queryPhysicalPlanBuildTimeInMs: '0.00',
    queryOptimizationTimeInMs: '0.00',
    VMExecutionTimeInMs: time,
    indexLookupTimeInMs: '0.00',
    documentLoadTimeInMs: '0.00',
    systemFunctionExecuteTimeInMs: '0.00',
    userFunctionExecuteTimeInMs: '0.00',
    retrievedDocumentCount: measured.retrieved,
    retrievedDocumentSize: 0,
    outputDocumentCount: measured.rows,
    outputDocumentSize: measured.bytes,
    writeOutputTimeInMs: '0.00',
    indexUtilizationRatio: '1.00',
  })
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
};
