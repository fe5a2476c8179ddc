import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { SearchIcon } from './icons.tsx';

const TYPING_MS = 250;

interface TypedInputProps {
  readonly label: string;
  readonly placeholder: string;
  readonly className?: string | undefined;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** The search box of a page: `/` leads to it. */
  readonly search?: boolean;
}

/** A text to look for, told once somebody pauses. */
export const TypedInput = ({ label, placeholder, className, value, onChange, search = false }: TypedInputProps) => {
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((typed: string) => {
    told.current = typed;
    onChange(typed);
  }, TYPING_MS);
  useHotkeys(search ? [['/', () => box.current?.focus()]] : []);
  // The address changed in another way: somebody went back, or followed a link.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  const type = (typed: string) => {
    setText(typed);
    tell(typed);
  };
  return (
    <TextInput
      ref={box}
      type="search"
      className={className}
      aria-label={label}
      placeholder={placeholder}
      leftSection={search && <SearchIcon />}
      rightSection={text && <CloseButton size="sm" aria-label={`Clear: ${label}`} onClick={() => type('')} />}
      value={text}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  );
};
