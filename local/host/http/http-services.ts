import type { ActiveInvocations } from '../active.ts';
import type { Bindings } from '../bindings.ts';
import type { HostedFunction } from '../functions.ts';
import type { AppRuntime } from '../invocation.ts';
import type { Router } from './router.ts';
import type { StreamGateway } from './stream-gateway.ts';

/** What answering an HTTP request takes. */
export interface HttpServices {
  readonly app: AppRuntime;
  readonly active: ActiveInvocations;
  readonly bindings: Bindings;
  readonly router: Router<HostedFunction>;
  /** Present when the app has switched HTTP streaming on. */
  readonly stream: StreamGateway | undefined;
  /** Bytes a request body may have. */
  readonly bodyLimit: number;
}
