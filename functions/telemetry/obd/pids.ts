/**
 * A parameter of OBD-II service 01: how the engine tells a value, in the bytes that follow its number. Values are in our units: metres, seconds, m/s, °C, volts,
 * percent; pressures in kPa. Formulas as in SAE J1979 and ISO 15031-5 (also https://en.wikipedia.org/wiki/OBD-II_PIDs).
 */
export interface Pid {
  /** As attributes of fixes name it. */
  readonly name: string;
  readonly bytes: 1 | 2 | 4;
  readonly unit: string;
  /** Of the bytes as one big-endian number. */
  decode(raw: number): number;
}

const KMH = 1 / 3.6;

const linear =
  (factor: number, offset = 0) =>
  (raw: number): number =>
    Math.round((raw * factor + offset) * 1e4) / 1e4;

const pid = (name: string, bytes: Pid['bytes'], unit: string, factor = 1, offset = 0): Pid => ({
  name,
  bytes,
  unit,
  decode: linear(factor, offset),
});
const percent = (name: string) => pid(name, 1, '%', 100 / 255);
const trim = (name: string) => pid(name, 1, '%', 100 / 128, -100);
const celsius = (name: string) => pid(name, 1, '°C', 1, -40);

export const PIDS: ReadonlyMap<number, Pid> = new Map([
  [0x04, percent('engineLoad')],
  [0x05, celsius('coolant')],
  [0x06, trim('shortFuelTrim1')],
  [0x07, trim('longFuelTrim1')],
  [0x08, trim('shortFuelTrim2')],
  [0x09, trim('longFuelTrim2')],
  [0x0a, pid('fuelPressure', 1, 'kPa', 3)],
  [0x0b, pid('manifoldPressure', 1, 'kPa')],
  [0x0c, pid('rpm', 2, 'rpm', 1 / 4)],
  [0x0d, pid('vehicleSpeed', 1, 'm/s', KMH)],
  [0x0e, pid('timingAdvance', 1, '°', 1 / 2, -64)],
  [0x0f, celsius('intakeAir')],
  [0x10, pid('airFlow', 2, 'g/s', 1 / 100)],
  [0x11, percent('throttle')],
  [0x1f, pid('runSeconds', 2, 's')],
  [0x21, pid('distanceWithLamp', 2, 'm', 1_000)],
  [0x22, pid('railPressureRelative', 2, 'kPa', 0.079)],
  [0x23, pid('railPressure', 2, 'kPa', 10)],
  [0x2c, percent('commandedEgr')],
  [0x2d, trim('egrError')],
  [0x2e, percent('commandedPurge')],
  [0x2f, percent('fuelLevel')],
  [0x30, pid('warmUpsSinceCleared', 1, '')],
  [0x31, pid('distanceSinceCleared', 2, 'm', 1_000)],
  [0x33, pid('barometer', 1, 'kPa')],
  [0x3c, pid('catalyst1', 2, '°C', 1 / 10, -40)],
  [0x42, pid('moduleVoltage', 2, 'V', 1 / 1_000)],
  [0x43, pid('absoluteLoad', 2, '%', 100 / 255)],
  [0x44, pid('lambda', 2, '', 2 / 65_536)],
  [0x45, percent('relativeThrottle')],
  [0x46, celsius('ambient')],
  [0x47, percent('throttleB')],
  [0x49, percent('accelerator')],
  [0x4a, percent('acceleratorE')],
  [0x4c, percent('commandedThrottle')],
  [0x4d, pid('secondsWithLamp', 2, 's', 60)],
  [0x4e, pid('secondsSinceCleared', 2, 's', 60)],
  [0x52, percent('ethanol')],
  [0x59, pid('railPressureAbsolute', 2, 'kPa', 10)],
  [0x5a, percent('relativeAccelerator')],
  [0x5b, percent('stateOfCharge')],
  [0x5c, celsius('oil')],
  [0x5d, pid('injectionTiming', 2, '°', 1 / 128, -210)],
  [0x5e, pid('fuelRate', 2, 'l/h', 1 / 20)],
  [0x61, pid('demandedTorque', 1, '%', 1, -125)],
  [0x62, pid('actualTorque', 1, '%', 1, -125)],
  [0x63, pid('referenceTorque', 2, 'Nm')],
  [0xa6, pid('odometer', 4, 'm', 100)],
]);
