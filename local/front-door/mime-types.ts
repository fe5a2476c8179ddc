import { extname } from 'node:path';

const TEXT = '; charset=utf-8';

const KNOWN: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': `text/css${TEXT}`,
  '.csv': `text/csv${TEXT}`,
  '.geojson': 'application/geo+json',
  '.gif': 'image/gif',
  '.gpx': 'application/gpx+xml',
  '.gz': 'application/gzip',
  '.htm': `text/html${TEXT}`,
  '.html': `text/html${TEXT}`,
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': `text/javascript${TEXT}`,
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': `text/markdown${TEXT}`,
  '.mjs': `text/javascript${TEXT}`,
  '.pbf': 'application/x-protobuf',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': `text/plain${TEXT}`,
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
  '.zip': 'application/zip',
};

/** The content type of a file by its extension; `configured` wins. */
export const mimeTypeOf = (file: string, configured: Readonly<Record<string, string>>): string => {
  const extension = extname(file).toLowerCase();
  return configured[extension] ?? KNOWN[extension] ?? 'application/octet-stream';
};
