export type { Position, Vehicle } from '../../../../shared/client/routes.ts';
