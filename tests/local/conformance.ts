/**
 * Titles of the `describe` and `it` blocks that the conformance table in `local/README.md` is made of. The service is the folder below
 * `tests/local/`, the proof is the file the block stands in, and a row is only there when everything in the block has passed.
 */
const titled = (state: 'covered' | 'refused' | 'differs') => (feature: string, note?: string) =>
  `${feature}${note === undefined ? '' : `: ${note}`} [${state}]`;

/** Works as on Azure. */
export const covered = titled('covered');
/** Answers 501, or its protocol's "not implemented", with a text that says where to add it. */
export const refused = titled('refused');
/** Works otherwise than on Azure; the note says how. */
export const differs = titled('differs');
