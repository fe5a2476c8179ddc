import { ServiceBusClient } from '@azure/service-bus';

/** What `npm start` runs the broker with, unless told otherwise: the port, and the key of every emulator. */
const LOCAL_PORT = 5672;
const LOCAL_KEY = 'SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE';

type Environment = Readonly<Record<string, string | undefined>>;

/** The broker that `SERVICE_BUS` names, or `SERVICE_BUS__fullyQualifiedNamespace` with the identity of whoever runs this; else that of the system that runs here. */
export const brokerOf = async (env: Environment): Promise<ServiceBusClient> => {
  if (env.SERVICE_BUS) return new ServiceBusClient(env.SERVICE_BUS);
  if (env.SERVICE_BUS__fullyQualifiedNamespace) {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new ServiceBusClient(env.SERVICE_BUS__fullyQualifiedNamespace, new DefaultAzureCredential());
  }
  const port = env.SERVICE_BUS_PORT || LOCAL_PORT;
  return new ServiceBusClient(`Endpoint=sb://localhost:${port};${LOCAL_KEY};UseDevelopmentEmulator=true;`);
};
