import classes from './brand.module.css';

/** The mark and the name. */
export const Brand = ({ large = false }: { readonly large?: boolean }) => (
  <span className={classes.brand} data-large={large || undefined}>
    <svg viewBox="0 0 32 32" aria-hidden="true" className={classes.mark}>
      <rect width="32" height="32" rx="8" fill="#12344d" />
      <path d="M16 6.5 24.5 25 16 20.8 7.5 25Z" fill="#5ad1b3" />
    </svg>
    <span className={classes.name}>Wayfleet</span>
  </span>
);
