import { readJsonFile } from './host-json.ts';

/** The app settings: real environment variables, then `Values` of `local.settings.json`. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** Copies `Values` of the app's `local.settings.json` into `env`, where real variables win, as Core Tools does. */
export const applyLocalSettings = (appDir: string, env: NodeJS.ProcessEnv): void => {
  const { Values: values } = readJsonFile(appDir, 'local.settings.json');
  if (typeof values !== 'object' || values === null) return;
  for (const [name, value] of Object.entries(values)) env[name] ??= String(value);
};

/** Replaces every `%NAME%` by the app setting of that name. Throws when the setting is missing. */
export const resolveSettings = (text: string, settings: Settings, where: string): string =>
  text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`${where}: %${name}% names the app setting "${name}", which is not set.`);
    return value;
  });

/**
 * The connection string that a binding's `connection` (an app-setting name) stands for.
 * Throws with the setting's name when it is missing, or when it is identity-based: there is no identity on a laptop.
 */
export const connectionString = (name: unknown, settings: Settings, where: string): string => {
  if (typeof name !== 'string' || name === '') throw new Error(`${where}: "connection" must name an app setting.`);
  const value = settings[name] || settings[`AzureWebJobs${name}`] || settings[`ConnectionStrings:${name}`];
  if (value) return value;
  const identity = Object.keys(settings).find((key) => key.startsWith(`${name}__`));
  throw new Error(
    identity
      ? `${where}: the setting "${identity}" asks for an identity-based connection, which has no local stand-in. ` +
          `Set "${name}" to a connection string instead.`
      : `${where}: the app setting "${name}" is not set. It must hold a connection string.`,
  );
};
