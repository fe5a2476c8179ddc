/** Without the members that are `undefined`: an absent field and an undefined one are the same thing to JSON, not to the compiler. */
export type Defined<Type> = { [Key in keyof Type as undefined extends Type[Key] ? never : Key]: Type[Key] } & {
  [Key in keyof Type as undefined extends Type[Key] ? Key : never]?: Exclude<Type[Key], undefined>;
};

/** Drops the members that are `undefined`. */
export const defined = <Type extends object>(value: Type): Defined<Type> => {
  const kept = { ...value };
  for (const name in kept) if (kept[name] === undefined) delete kept[name];
  return kept as unknown as Defined<Type>;
};
