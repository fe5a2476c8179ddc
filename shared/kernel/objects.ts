/** Without the members that are `undefined`: an absent field and an undefined one are the same thing to JSON, not to the compiler. */
export type Defined<Type> = { [Key in keyof Type as undefined extends Type[Key] ? never : Key]: Type[Key] } & {
  [Key in keyof Type as undefined extends Type[Key] ? Key : never]?: Exclude<Type[Key], undefined>;
};

/** Drops the members that are `undefined`. */
export const defined = <Type extends object>(value: Type): Defined<Type> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<Type>;
