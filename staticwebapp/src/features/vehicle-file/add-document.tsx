import { Button, NativeSelect, Progress, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Document } from '../../../../shared/client/routes.ts';
import { issuesAt } from '../../lib/field-issues.ts';
import { useAddDocument } from '../../lib/vehicles/use-vehicle-commands.ts';
import { DOCUMENT_KINDS, isDocumentKind } from './document-kinds.ts';
import classes from './side-sections.module.css';

const ACCEPTED = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.docx,.xlsx,.csv,.txt';
const FIELDS = ['expiresOn'];

interface AddDocumentProps {
  readonly vehicleId: string;
  readonly onClose: () => void;
}

/** A file for the vehicle: what it is, until when it is good, and how far it has got. */
export const AddDocument = ({ vehicleId, onClose }: AddDocumentProps) => {
  const add = useAddDocument(vehicleId);
  const [file, setFile] = useState<File>();
  const [kind, setKind] = useState<Document['kind']>('registration');
  const [expiresOn, setExpiresOn] = useState('');
  const [share, setShare] = useState(0);
  const { at, rest } = issuesAt(add.error, FIELDS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setShare(0);
    add.mutate({ file, kind, onProgress: setShare, ...(expiresOn && { expiresOn }) }, { onSuccess: onClose });
  };
  return (
    <form className={classes.adding} onSubmit={submit} data-testid="document-form">
      <input
        className={classes.file}
        type="file"
        aria-label="File"
        accept={ACCEPTED}
        onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])}
      />
      <div className={classes.pair}>
        <NativeSelect
          label="Kind"
          data={Object.entries(DOCUMENT_KINDS).map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={({ currentTarget: { value } }) => isDocumentKind(value) && setKind(value)}
        />
        <TextInput
          label="Good until"
          type="date"
          value={expiresOn}
          error={at.expiresOn}
          onChange={({ currentTarget }) => setExpiresOn(currentTarget.value)}
        />
      </div>
      {add.isPending && <Progress value={share * 100} aria-label="Uploading" size="sm" />}
      {rest.length > 0 && (
        <p className={classes.error} role="alert">
          {rest.join(' ')}
        </p>
      )}
      <div className={classes.buttons}>
        <Button size="sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button size="sm" type="submit" loading={add.isPending} disabled={!file}>
          Add
        </Button>
      </div>
    </form>
  );
};
