/** What a stand-in says of whatever the product has not used so far. Goes with status 501, or the protocol's own "not implemented". */
export const notSimulated = (what: string, folder: string): string =>
  `${what} is not simulated. If the product needs it, add it in local/${folder}.`;
