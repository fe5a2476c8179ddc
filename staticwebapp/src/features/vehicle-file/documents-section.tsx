import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Document } from '../../../../shared/client/routes.ts';
import { Loaded, Quiet, Section } from '../../components/section.tsx';
import { formatBytes, formatDay } from '../../lib/format.ts';
import { vehicleDocuments } from '../../lib/vehicles/vehicle-queries.ts';
import { AddDocument } from './add-document.tsx';
import { DOCUMENT_KINDS } from './document-kinds.ts';
import classes from './side-sections.module.css';

const REFUSED: Readonly<Record<NonNullable<Document['refused']>, string>> = {
  'never-uploaded': 'The file never arrived',
  size: 'Refused: its size is not what was said',
  type: 'Refused: it is not the type of file it claims to be',
  hash: 'Refused: it was changed on its way',
  infected: 'Refused: it contains malware',
  'not-scanned': 'Refused: it could not be checked',
};

const stateOf = ({ status, refused }: Document): string | undefined => {
  if (status === 'scanning') return 'Being checked…';
  if (status === 'awaiting-upload') return 'Waiting for the file';
  return status === 'refused' ? (refused ? REFUSED[refused] : 'Refused') : undefined;
};

const Paper = ({ paper }: { readonly paper: Document }) => {
  const { id, name, kind, bytes, expiresOn, status } = paper;
  const facts = [DOCUMENT_KINDS[kind], formatBytes(bytes), expiresOn && `expires ${formatDay(expiresOn)}`];
  return (
    <li className={classes.row} data-testid="document">
      <span className={classes.what}>
        <span className={classes.name}>{name}</span>
        <span className={classes.soft}>{stateOf(paper) ?? facts.filter(Boolean).join(' · ')}</span>
      </span>
      {status === 'ready' && (
        <a className={classes.link} href={`/api/v1/documents/${encodeURIComponent(id)}/content`}>
          Download
        </a>
      )}
    </li>
  );
};

interface DocumentsSectionProps {
  readonly vehicleId: string;
  readonly mayAdd: boolean;
}

/** The papers of the vehicle. */
export const DocumentsSection = ({ vehicleId, mayAdd }: DocumentsSectionProps) => {
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Documents"
      action={
        mayAdd &&
        !adding && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            Add
          </Button>
        )
      }
    >
      <Loaded query={useQuery(vehicleDocuments(vehicleId))}>
        {(papers) =>
          papers.length === 0 && !adding ? (
            <Quiet>No documents yet.</Quiet>
          ) : (
            <ul className={classes.rows}>
              {papers.map((paper) => (
                <Paper key={paper.id} paper={paper} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <AddDocument vehicleId={vehicleId} onClose={() => setAdding(false)} />}
    </Section>
  );
};
