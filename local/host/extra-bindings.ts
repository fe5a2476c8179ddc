import { type BindingData, fillInBinding } from './binding-expressions.ts';
import { INPUTS, OUTPUTS } from './bindings.ts';
import type { RpcResponse } from './core-module.ts';
import type { HostedFunction } from './functions.ts';
import type { HostServices } from './services.ts';
import { type NamedData, outputValue } from './typed-data.ts';

/** What a function's input bindings have for it. */
export const readInputs = (fn: HostedFunction, data: BindingData, services: HostServices): Promise<NamedData[]> =>
  Promise.all(
    fn.inputs.map(async ({ name, type, options }) => {
      const read = await INPUTS[type]?.();
      if (!read) throw new Error(`Function "${fn.name}": input "${type}" has no local stand-in.`);
      const where = `Function "${fn.name}", input "${name}"`;
      return { name, data: await read(fillInBinding(options, data), services, where) };
    }),
  );

/** Writes every output the function has set; the return value goes to `$return`. */
export const writeOutputs = async (
  fn: HostedFunction,
  { outputData = [], returnValue }: RpcResponse,
  data: BindingData,
  services: HostServices,
): Promise<void> => {
  const given = new Map(outputData.map(({ name, data: value }) => [name, value]));
  for (const { name, type, options } of fn.outputs) {
    const value = outputValue(name === '$return' ? returnValue : given.get(name));
    if (value === undefined) continue;
    const write = await OUTPUTS[type]?.();
    if (!write) throw new Error(`Function "${fn.name}": output "${type}" has no local stand-in.`);
    await write(fillInBinding(options, data), value, services, `Function "${fn.name}", output "${name}"`);
  }
};
