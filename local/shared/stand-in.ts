/** A running stand-in of one Azure service, on 127.0.0.1. */
export interface StandIn {
  readonly name: string;
  readonly port: number;
  /** The connection string or URL the app puts in its settings to reach it. */
  readonly connection: string;
  /** Stops listening, writes what is still in memory to disk and resolves when nothing is left open. Safe to call twice. */
  close(): Promise<void>;
}
