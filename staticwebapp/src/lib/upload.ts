/** Where the API wants a file to be put. */
export interface UploadLink {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Puts a file where a link leads, telling how much of it has gone (0 to 1).
 * `fetch` cannot say that, so this is the one place that does without it. Rejects when the file did not arrive.
 */
export const upload = ({ url, headers }: UploadLink, file: Blob, onProgress: (share: number) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () =>
      request.status < 300
        ? resolve()
        : reject(new Error(`The store did not take the file (${request.status}). Try again.`)),
    );
    request.addEventListener('error', () => reject(new Error('The file did not arrive. Check your connection.')));
    request.send(file);
  });
