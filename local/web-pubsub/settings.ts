export type SystemEvent = 'connect' | 'connected' | 'disconnected';

/** Where a hub's events go. `{hub}` and `{event}` in the URL are filled in. */
export interface EventHandler {
  readonly urlTemplate: string;
  /** `*` for every user event, or names separated by commas. None when absent. */
  readonly userEventPattern?: string;
  readonly systemEvents?: readonly SystemEvent[];
}

export interface HubSettings {
  readonly eventHandlers: readonly EventHandler[];
}

export type EventName =
  | { readonly kind: 'sys'; readonly name: SystemEvent }
  | { readonly kind: 'user'; readonly name: string };

const handles = ({ systemEvents = [], userEventPattern = '' }: EventHandler, { kind, name }: EventName): boolean => {
  if (kind === 'sys') return systemEvents.includes(name);
  return userEventPattern
    .split(',')
    .map((pattern) => pattern.trim())
    .some((pattern) => pattern === '*' || pattern === name);
};

/** The URL of the first handler that wants this event. */
export const handlerUrl = (settings: HubSettings | undefined, hub: string, event: EventName): string | undefined =>
  settings?.eventHandlers
    .find((handler) => handles(handler, event))
    ?.urlTemplate.replaceAll('{hub}', encodeURIComponent(hub))
    .replaceAll('{event}', encodeURIComponent(event.name));
