import type { Blobs } from '../blobs/blobs.ts';
import { notFound } from '../kernel/errors.ts';
import type { Scanner, Verdict } from './scanner.ts';

/** The blob index tag in which Microsoft Defender for Storage writes what its scan on upload has found. */
export const RESULT_TAG = 'Malware Scanning scan result';

/** Anything else (`Error`, `Not scanned`, a word of tomorrow) is no clean bill of health. */
const VERDICTS: Readonly<Partial<Record<string, Verdict>>> = {
  'No threats found': 'clean',
  Malicious: 'infected',
};

/** Defender scans by itself what is written, within seconds mostly; this reads what it says. */
export const defenderScanner = (blobs: Blobs): Scanner => ({
  async scan(tenantId, path) {
    const tags = await blobs.in(tenantId).tagsOf(path);
    if (!tags) throw notFound('scanning/no-blob', 'There is nothing to scan.');
    return VERDICTS[tags[RESULT_TAG] ?? ''] ?? 'unknown';
  },
});
