import { type FleetError, type Issue, invalid } from '../../shared/kernel/errors.ts';

/** The refusal of a fix, naming the fields by the device's own names. */
export const invalidFix = (issues: readonly Issue[]): FleetError => {
  const fields = [...new Set(issues.map(({ path }) => path.join('.')))].filter(Boolean).join(', ');
  return invalid(
    'telemetry/invalid-fix',
    fields ? `The fix cannot be used: ${fields}.` : 'The fix cannot be used.',
    issues,
  );
};
