/** The longer side, in pixels. */
const SIDE = 320;
/** What a picture may have at most: a small file can claim to be very large. */
const MAX_PIXELS = 100_000_000;

export interface Thumbnail {
  readonly content: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What sharp reads here; it knows no HEIC. */
const PICTURES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

export const hasPicture = (contentType: string): boolean => PICTURES.includes(contentType);

/** A small picture of a picture, upright and without whatever its camera has noted; undefined when it cannot be read. */
export const thumbnailOf = async (picture: Uint8Array): Promise<Thumbnail | undefined> => {
  const { default: sharp } = await import('sharp');
  try {
    const { data, info } = await sharp(picture, { limitInputPixels: MAX_PIXELS })
      .rotate()
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toBuffer({ resolveWithObject: true });
    return { content: data, width: info.width, height: info.height };
  } catch {
    // A picture by its first bytes and none by the rest. Whoever asked says so; it can be downloaded all the same.
    return undefined;
  }
};
