import { z } from 'zod';
import type { ImportField } from '../../shared/imports/importable.ts';
import { detailFields } from './details/contract.ts';

/** What people call kinds and energies in tables. */
const ALIASES: Readonly<Record<string, string>> = {
  pkw: 'car',
  lkw: 'truck',
  lorry: 'truck',
  transporter: 'van',
  anhänger: 'trailer',
  benzin: 'petrol',
  gasoline: 'petrol',
  elektro: 'electric',
  ev: 'electric',
  bev: 'electric',
  phev: 'plug-in-hybrid',
  hev: 'hybrid',
};

const aliased = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => ALIASES[String(value)] ?? value, schema);

const { name, kind, externalId, plate, vin, make, model, modelYear, energy } = detailFields;
const { tankMillilitres, batteryWattHours, colour, notes, tags } = detailFields;

/** A row of a table of vehicles. What a cell does not say stays as it is. */
export const VehicleRow = z.strictObject({
  ...{ externalId, plate, vin, make, model, modelYear, tankMillilitres, batteryWattHours, colour, notes },
  name: name.exactOptional(),
  kind: aliased(kind).exactOptional(),
  energy: aliased(energy).exactOptional(),
  tags: tags.exactOptional(),
  group: z.string().max(200).exactOptional(),
});
export type VehicleRow = z.infer<typeof VehicleRow>;

const text = (name: string, label: string, synonyms: readonly string[], example: string): ImportField => ({
  ...{ name, label, synonyms, example },
  reads: 'text',
});

export const vehicleFields: readonly ImportField[] = [
  {
    ...text('name', 'Name', ['vehicle', 'vehicle name', 'unit', 'fahrzeug', 'bezeichnung', 'nom'], 'Van 7'),
    required: true,
  },
  text(
    'externalId',
    'External ID',
    ['id', 'external', 'asset', 'asset number', 'fleet number', 'inventarnummer'],
    '4711',
  ),
  text(
    'plate',
    'Plate',
    ['licence plate', 'license plate', 'registration', 'reg', 'kennzeichen', 'immatriculation'],
    'K-WF 7',
  ),
  text(
    'vin',
    'VIN',
    ['vehicle identification number', 'chassis number', 'fin', 'fahrgestellnummer'],
    'WVWZZZ1JZXW000001',
  ),
  { ...text('kind', 'Kind', ['type', 'vehicle type', 'category', 'fahrzeugart', 'typ'], 'van'), reads: 'choice' },
  text('make', 'Make', ['brand', 'manufacturer', 'marke', 'hersteller', 'marque'], 'Volkswagen'),
  text('model', 'Model', ['modell', 'modèle'], 'Crafter'),
  { ...text('modelYear', 'Model year', ['year', 'baujahr', 'année'], '2024'), reads: 'number' },
  {
    ...text('energy', 'Energy', ['fuel', 'fuel type', 'energy type', 'kraftstoff', 'carburant'], 'diesel'),
    reads: 'choice',
  },
  {
    ...text('tankMillilitres', 'Tank (l)', ['tank', 'tank capacity', 'tankvolumen'], '75'),
    reads: 'millilitres',
    unit: 'l',
  },
  {
    ...text('batteryWattHours', 'Battery (kWh)', ['battery', 'battery capacity', 'batterie'], '35.8'),
    reads: 'watt-hours',
    unit: 'kwh',
  },
  text('colour', 'Colour', ['color', 'farbe', 'couleur'], 'white'),
  text('notes', 'Notes', ['note', 'comment', 'remarks', 'bemerkung', 'notizen'], 'Winter tyres in the depot'),
  { ...text('tags', 'Tags', ['labels', 'schlagworte'], 'cologne, leased'), reads: 'list' },
  text('group', 'Group', ['group id', 'depot', 'gruppe'], 'Cologne'),
];
