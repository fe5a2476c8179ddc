import { Button, CopyButton } from '@mantine/core';
import { CheckIcon, CopyIcon } from './icons.tsx';
import classes from './secret.module.css';

interface SecretProps {
  readonly label: string;
  readonly text: string;
}

/** A text to be copied where it is needed; a key that is shown once, or an address. */
export const Secret = ({ label, text }: SecretProps) => (
  <div className={classes.secret}>
    <span className={classes.label}>{label}</span>
    <code className={classes.text} data-testid="secret">
      {text}
    </code>
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          className={classes.copy}
          size="compact-sm"
          variant="default"
          leftSection={copied ? <CheckIcon /> : <CopyIcon />}
          onClick={copy}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  </div>
);
