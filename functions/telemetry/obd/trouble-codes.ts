import { describeDtc } from './describe-dtc.ts';

/** The systems of a vehicle, as the first letter of a code names them. */
export const DTC_SYSTEMS = ['powertrain', 'chassis', 'body', 'network'] as const;

/** A trouble code, for people. */
export interface TroubleCode {
  readonly code: string;
  readonly text: string;
  /** Absent for codes of heavy vehicles, which do not tell it. */
  readonly system?: (typeof DTC_SYSTEMS)[number];
}

const SYSTEM_OF: Readonly<Record<string, TroubleCode['system']>> = {
  P: 'powertrain',
  C: 'chassis',
  B: 'body',
  U: 'network',
};

/** The codes of an attribute `dtcs`, each once; what is no code is left out. */
export const troubleCodesIn = (dtcs = ''): TroubleCode[] =>
  [...new Set(dtcs.split(',').map((code) => code.trim().toUpperCase()))].flatMap((code) => {
    const text = describeDtc(code);
    const system = SYSTEM_OF[code.charAt(0)];
    return text === undefined ? [] : [{ code, text, ...(system && { system }) }];
  });
