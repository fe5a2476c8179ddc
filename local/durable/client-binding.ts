export interface Addresses {
  /** Of the management API, without a slash at the end. */
  readonly baseUrl: string;
  readonly hubName: string;
  readonly key: string;
}

/** The addresses with which an instance is managed. */
export const managementUrls = ({ baseUrl, hubName, key }: Addresses, id: string) => {
  const instance = `${baseUrl}/instances/${encodeURIComponent(id)}`;
  const query = `taskHub=${hubName}&connection=Storage&code=${key}`;
  return {
    id,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
};

/** What a `durableClient` input binding gives its function, as JSON. The SDK calls `rpcBaseUrl`, which ends in a slash. */
export const clientData = (addresses: Addresses, rpcBaseUrl: string): string => {
  const { baseUrl, hubName: taskHubName, key } = addresses;
  const create = `${baseUrl}/orchestrators/{functionName}[/{instanceId}]`;
  const wait = 'timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}';
  const creationUrls = {
    createNewInstancePostUri: `${create}?code=${key}`,
    createAndWaitOnNewInstancePostUri: `${create}?${wait}&code=${key}`,
  };
  const urls = { baseUrl, rpcBaseUrl, creationUrls, managementUrls: managementUrls(addresses, 'INSTANCEID') };
  return JSON.stringify({ taskHubName, requiredQueryStringParameters: `code=${key}`, ...urls });
};
