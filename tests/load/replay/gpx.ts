import { readFile } from 'node:fs/promises';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { checked, type Reader } from './track.ts';
import { numberOf, timeOf } from './values.ts';

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => ['trk', 'trkseg', 'trkpt', 'rte', 'rtept'].includes(name),
});

/** Reads the track points of a GPX 1.0 or 1.1 file, and the route points when they carry times. */
export const readGpx: Reader = async function* (path) {
  const text = await readFile(path, 'utf8');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`This is not XML: ${valid.err.msg} (line ${valid.err.line}).`);
  const gpx = child(parser.parse(text), 'gpx');
  if (!gpx) throw new Error('There is no <gpx> element.');

  const tracks = children(gpx, 'trk').flatMap((track) =>
    children(track, 'trkseg').flatMap((segment) => children(segment, 'trkpt')),
  );
  const routes = children(gpx, 'rte').flatMap((route) => children(route, 'rtept'));
  for (const [index, point] of [...tracks, ...routes].entries()) {
    const extensions = child(point, 'extensions');
    yield checked(`point ${index + 1}`, {
      at: timeOf(point.time),
      lat: numberOf(point['@lat']),
      lon: numberOf(point['@lon']),
      altitude: numberOf(point.ele),
      // GPX 1.0 has speed and course beside the time, 1.1 leaves them to extensions of any depth.
      speed: numberOf(point.speed ?? find(extensions, 'speed')),
      heading: numberOf(point.course ?? find(extensions, 'course') ?? find(extensions, 'bearing')),
    });
  }
};

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const child = (node: unknown, name: string): Node | undefined => {
  const value = isNode(node) ? node[name] : undefined;
  return isNode(value) ? value : undefined;
};

const children = (node: Node, name: string): Node[] => {
  const value = node[name];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

const find = (node: Node | undefined, name: string): unknown => {
  if (!node) return undefined;
  if (node[name] !== undefined) return node[name];
  return Object.values(node)
    .filter(isNode)
    .map((inner) => find(inner, name))
    .find((value) => value !== undefined);
};
