import { createContext, useContext } from 'react';
import type { Me } from './auth.ts';

export const MeContext = createContext<Me | undefined>(undefined);

/** Who is signed in. */
export const useMe = (): Me => {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe needs a SessionGate above it');
  return me;
};
