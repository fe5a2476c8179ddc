// Made from the API's document by `npm run client`.

/** Whom to call when something has happened to the driver. */
export type EmergencyContact = {
  readonly name: string;
  readonly phone: string;
  /** What they are to the driver: spouse, brother, doctor. */
  readonly relation?: string;
};

export type Problem = {
  /** Where the problem is explained, relative to this API. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** The stable name to switch on. */
  readonly code: string;
  /** For the person who reads it. */
  readonly detail: string;
  /** Leads to our logs. */
  readonly correlationId: string;
  /** Every field that is wrong. */
  readonly issues?: readonly {
    readonly path: readonly (string | number)[];
    readonly message: string;
  }[];
};

export type Health = {
  readonly status: 'ok' | 'failing';
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
};

export type Me = {
  readonly tenant: {
    readonly id: string;
    readonly name: string;
  };
  readonly user: {
    readonly id: string;
    readonly name: string;
  };
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
};

export type Vehicle = {
  readonly id: string;
  readonly name: string;
  readonly plate?: string;
  readonly vin?: string;
  readonly kind: 'van' | 'truck' | 'car' | 'bus' | 'trailer' | 'other';
  readonly status: 'active' | 'retired';
  readonly registeredAt: string;
  readonly retiredAt?: string;
  readonly version: number;
};

export type HistoryEntry = {
  readonly version: number;
  /** What happened, in the past tense. */
  readonly type: string;
  readonly at: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type Device = {
  readonly id: string;
  /** The vehicle it reports for. */
  readonly vehicleId: string;
  readonly name?: string;
  readonly registeredAt: string;
  readonly version: number;
};

export type DeviceWithKey = {
  readonly id: string;
  /** The vehicle it reports for. */
  readonly vehicleId: string;
  readonly name?: string;
  readonly registeredAt: string;
  readonly version: number;
  /** What the device sends to prove itself. It is shown this once. */
  readonly key: string;
};

/** Somebody who drives for the company, with a sign-in or without. */
export type Driver = {
  readonly id: string;
  readonly name: string;
  readonly employeeNumber?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly status: 'active' | 'on-leave' | 'suspended' | 'left';
  readonly statusSince: string;
  readonly statusReason?: string;
  /** Absent: they belong to the company itself. */
  readonly groupId?: string;
  readonly tags: readonly string[];
  readonly licences: readonly DrivingLicence[];
  readonly contacts: readonly EmergencyContactOutput[];
  /** Values of the fields that the company has defined for drivers. */
  readonly customFields: Readonly<Record<string, unknown>>;
  /** The member who signs in as this driver. */
  readonly memberId?: string;
  readonly addedAt: string;
  /** Since when nothing personal is known of them. */
  readonly erasedAt?: string;
  readonly version: number;
};

/** What entitles somebody to drive. */
export type DrivingLicence = {
  readonly id: string;
  readonly number?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly issuedOn?: string;
  /** The last day it is good for. */
  readonly expiresOn: string;
  readonly classes: readonly string[];
};

export type CurrentAssignment = {
  readonly vehicleId: string;
  readonly assignmentId: string;
  readonly driver: {
    readonly id: string;
    readonly email: string;
  };
  readonly since: string;
};

export type HandOverStarted = {
  readonly sagaId: string;
  /** Where to ask how it goes. */
  readonly status: string;
  /** The new key of the device. It is shown this once. */
  readonly deviceKey: string;
};

export type IngestedBatch = {
  readonly accepted: number;
  readonly rejected: number;
  readonly results: readonly (
    | {
        readonly index: number;
        readonly status: 'accepted';
      }
    | {
        readonly index: number;
        readonly status: 'rejected';
        readonly code: string;
        readonly issues: readonly Issue[];
      }
  )[];
};

export type Issue = {
  readonly path: readonly (string | number)[];
  readonly message: string;
};

export type Ingested = {
  readonly accepted: number;
  readonly rejected?: number;
  readonly issues?: readonly Issue[];
};

export type Position = {
  readonly vehicleId: string;
  /** When the device measured it. */
  readonly at: string;
  /** When it arrived. */
  readonly receivedAt: string;
  /** Degrees, WGS 84. */
  readonly lat: number;
  /** Degrees, WGS 84. */
  readonly lon: number;
  /** Metres per second. */
  readonly speed?: number;
  /** Degrees clockwise from true north. */
  readonly heading?: number;
  /** Metres, one standard deviation. */
  readonly accuracy?: number;
  /** Metres above the ellipsoid. */
  readonly altitude?: number;
  /** Whatever else the device said. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
};

export type LiveAddress = {
  readonly url: string;
  readonly subprotocol: string;
  readonly expiresAt: string;
};

export type Notification = {
  readonly id: string;
  readonly what: 'vehicle-handed-over' | 'vehicle-taken-over' | 'called-off';
  readonly vehicleId: string;
  readonly vehicleName: string;
  readonly at: string;
  readonly text: string;
  readonly readAt?: string;
  /** Since when it is no longer true. */
  readonly calledOffAt?: string;
};

/** Work in the background. It is kept for 30 days. */
export type Job = {
  readonly id: string;
  /** What is being done: `imports-run`, for example. */
  readonly kind: string;
  /** `cancelling` ends as soon as the portion under way is done; what was done until then stays. */
  readonly state: 'queued' | 'running' | 'cancelling' | 'cancelled' | 'completed' | 'completed-with-errors' | 'failed';
  /** What it is about. */
  readonly subject?: string;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endedAt?: string;
  /** In whatever the job counts: rows, events. */
  readonly progress: {
    /** Handled so far, well or not. */
    readonly done: number;
    /** Absent while nobody knows. */
    readonly total?: number;
    /** How many of `done` could not be done. */
    readonly failed: number;
  };
  /** Facts of this kind of job. */
  readonly notes: Readonly<Record<string, string | number | boolean>>;
  /** Whether there is something to fetch at `/jobs/{jobId}/result`. */
  readonly hasResult: boolean;
  readonly problem?: JobProblem;
};

/** Why a job has failed. */
export type JobProblem = {
  readonly code: string;
  readonly message: string;
};

export type Saga = {
  readonly id: string;
  readonly saga: string;
  /** What it is about: the id of a vehicle, for example. */
  readonly subject: string;
  readonly state: 'running' | 'completed' | 'undone' | 'stuck' | 'failed' | 'terminated';
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endedAt?: string;
  readonly problem?: SagaProblem;
  /** Why it was terminated. */
  readonly reason?: string;
  readonly retryOf?: string;
  readonly retriedAs?: string;
};

export type SagaProblem = {
  readonly code: string;
  readonly message: string;
};

export type SagaWithSteps = {
  readonly id: string;
  readonly saga: string;
  /** What it is about: the id of a vehicle, for example. */
  readonly subject: string;
  readonly state: 'running' | 'completed' | 'undone' | 'stuck' | 'failed' | 'terminated';
  readonly startedAt: string;
  readonly startedBy: string;
  readonly endedAt?: string;
  readonly problem?: SagaProblem;
  /** Why it was terminated. */
  readonly reason?: string;
  readonly retryOf?: string;
  readonly retriedAs?: string;
  readonly steps: readonly SagaStep[];
};

export type SagaStep = {
  readonly step: string;
  readonly state: 'running' | 'done' | 'refused' | 'failed' | 'undoing' | 'undone' | 'stuck';
  readonly at: string;
  /** Why it is stuck. */
  readonly problem?: SagaProblem;
};

/** Whom to call when something has happened to the driver. */
export type EmergencyContactOutput = {
  readonly name: string;
  readonly phone: string;
  /** What they are to the driver: spouse, brother, doctor. */
  readonly relation?: string;
};

export interface Routes {
  /** Describe this API (OpenAPI 3.1). */
  'GET openapi.json': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: { readonly openapi: string; [name: string]: unknown };
  };
  /** Tell whether all is well. */
  'GET health': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Health;
  };
  /** Tell who is signed in. */
  'GET me': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Me;
  };
  /** List the fleet. */
  'GET vehicles': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly search?: string | undefined;
      readonly status?: 'active' | 'retired' | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Vehicle[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Add a vehicle to the fleet. */
  'POST vehicles': {
    path: undefined;
    query: undefined;
    body: {
      readonly name: string;
      readonly plate?: string;
      readonly vin?: string;
      readonly kind?: 'van' | 'truck' | 'car' | 'bus' | 'trailer' | 'other';
    };
    answer: Vehicle;
  };
  /** Show a vehicle. */
  'GET vehicles/{vehicleId}': {
    path: { readonly vehicleId: string };
    query: { readonly asOf?: string | undefined; readonly atLeast?: number | undefined };
    body: undefined;
    answer: Vehicle;
  };
  /** Show what was decided about a vehicle. */
  'GET vehicles/{vehicleId}/history': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Give a vehicle another name. */
  'POST vehicles/{vehicleId}/rename': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly name: string;
    };
    answer: Vehicle;
  };
  /** Retire a vehicle for good. */
  'POST vehicles/{vehicleId}/retire': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly reason: string;
    };
    answer: Vehicle;
  };
  /** List devices. */
  'GET devices': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly vehicleId?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Device[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Register a device for a vehicle. */
  'POST devices': {
    path: undefined;
    query: undefined;
    body: {
      readonly vehicleId: string;
      readonly deviceId?: string;
      readonly name?: string;
    };
    answer: DeviceWithKey;
  };
  /** Give a device a new key. */
  'POST devices/{deviceId}/rotate-key': {
    path: { readonly deviceId: string };
    query: undefined;
    body: undefined;
    answer: DeviceWithKey;
  };
  /** List drivers. */
  'GET drivers': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'name' | '-name' | 'addedAt' | '-addedAt' | 'licenceExpiresOn' | '-licenceExpiresOn' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'employeeNumber'
            | 'email'
            | 'phone'
            | 'status'
            | 'statusSince'
            | 'statusReason'
            | 'groupId'
            | 'tags'
            | 'licences'
            | 'contacts'
            | 'customFields'
            | 'memberId'
            | 'addedAt'
            | 'erasedAt'
            | 'version'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'on-leave' | 'suspended' | 'left')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
      readonly tag?: readonly string[] | undefined;
      readonly licenceClass?: readonly string[] | undefined;
      readonly memberId?: readonly string[] | undefined;
      readonly employeeNumber?: readonly string[] | undefined;
      readonly licenceExpiresOnFrom?: string | undefined;
      readonly licenceExpiresOnTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Driver[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Driver;
  };
  /** Add a driver. */
  'POST drivers': {
    path: undefined;
    query: undefined;
    body: {
      readonly name: string;
      readonly employeeNumber?: string;
      readonly email?: string;
      readonly phone?: string;
      readonly contacts?: readonly EmergencyContact[];
      /** Values of the fields that the company has defined for drivers. */
      readonly customFields?: Readonly<Record<string, unknown>>;
      readonly licences?: readonly {
        readonly number?: string;
        /** ISO 3166-1 alpha-2. */
        readonly country: string;
        readonly issuedOn?: string;
        /** The last day it is good for. */
        readonly expiresOn: string;
        /** As the licence prints them: B, C1E, DE. */
        readonly classes: readonly string[];
      }[];
      /** The group they belong to; without it, the company itself. */
      readonly groupId?: string;
      /** At most 30. */
      readonly tags?: readonly string[];
      /** The address of a member whose role is driver: who signs in so is this driver. */
      readonly signIn?: string;
    };
    answer: Driver;
  };
  /** Show a driver. */
  'GET drivers/{driverId}': {
    path: { readonly driverId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'employeeNumber'
            | 'email'
            | 'phone'
            | 'status'
            | 'statusSince'
            | 'statusReason'
            | 'groupId'
            | 'tags'
            | 'licences'
            | 'contacts'
            | 'customFields'
            | 'memberId'
            | 'addedAt'
            | 'erasedAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: Driver;
  };
  /** Change what is known of a driver. */
  'PATCH drivers/{driverId}': {
    path: { readonly driverId: string };
    query: undefined;
    body: {
      readonly name?: string;
      readonly employeeNumber?: string | null;
      readonly email?: string | null;
      readonly phone?: string | null;
      readonly contacts?: readonly EmergencyContact[] | null;
      readonly customFields?: Readonly<Record<string, unknown>> | null;
      /** At most 30. */
      readonly tags?: readonly string[];
    };
    answer: Driver;
  };
  /** Show what was decided about a driver. */
  'GET drivers/{driverId}/history': {
    path: { readonly driverId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Say whether a driver is there. */
  'POST drivers/{driverId}/status': {
    path: { readonly driverId: string };
    query: undefined;
    body: {
      readonly status: 'active' | 'on-leave' | 'suspended' | 'left';
      readonly reason?: string;
    };
    answer: Driver;
  };
  /** Move a driver to another group. */
  'POST drivers/{driverId}/move': {
    path: { readonly driverId: string };
    query: undefined;
    body: {
      /** null: to the company itself. */
      readonly groupId: string | null;
    };
    answer: Driver;
  };
  /** Give a driver a sign-in. */
  'POST drivers/{driverId}/link': {
    path: { readonly driverId: string };
    query: undefined;
    body: {
      readonly signIn: string;
    };
    answer: Driver;
  };
  /** Take the sign-in of a driver away. */
  'POST drivers/{driverId}/unlink': {
    path: { readonly driverId: string };
    query: undefined;
    body: undefined;
    answer: Driver;
  };
  /** Forget everything personal of a driver who has left. */
  'POST drivers/{driverId}/erase': {
    path: { readonly driverId: string };
    query: undefined;
    body: undefined;
    answer: Driver;
  };
  /** Add a driving licence. */
  'POST drivers/{driverId}/licences': {
    path: { readonly driverId: string };
    query: undefined;
    body: {
      readonly number?: string;
      /** ISO 3166-1 alpha-2. */
      readonly country: string;
      readonly issuedOn?: string;
      /** The last day it is good for. */
      readonly expiresOn: string;
      /** As the licence prints them: B, C1E, DE. */
      readonly classes: readonly string[];
    };
    answer: Driver;
  };
  /** Replace a driving licence. */
  'PUT drivers/{driverId}/licences/{licenceId}': {
    path: { readonly driverId: string; readonly licenceId: string };
    query: undefined;
    body: {
      readonly number?: string;
      /** ISO 3166-1 alpha-2. */
      readonly country: string;
      readonly issuedOn?: string;
      /** The last day it is good for. */
      readonly expiresOn: string;
      /** As the licence prints them: B, C1E, DE. */
      readonly classes: readonly string[];
    };
    answer: Driver;
  };
  /** Remove a driving licence. */
  'DELETE drivers/{driverId}/licences/{licenceId}': {
    path: { readonly driverId: string; readonly licenceId: string };
    query: undefined;
    body: undefined;
    answer: Driver;
  };
  /** Show the driver you are. */
  'GET me/driver': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Driver;
  };
  /** List who drives what. */
  'GET assignments': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly driver?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly CurrentAssignment[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Show who drives a vehicle. */
  'GET vehicles/{vehicleId}/driver': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: undefined;
    answer:
      | CurrentAssignment
      | {
          readonly vehicleId: string;
          readonly driver: null;
        };
  };
  /** Let a driver drive a vehicle. */
  'POST vehicles/{vehicleId}/driver': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly driver: string;
    };
    answer: CurrentAssignment;
  };
  /** Let nobody drive a vehicle any more. */
  'POST vehicles/{vehicleId}/driver/end': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: undefined;
    answer: {
      readonly vehicleId: string;
      readonly driver: null;
    };
  };
  /** Hand a vehicle over to another driver. */
  'POST vehicles/{vehicleId}/hand-over': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly toDriver: string;
      readonly deviceId: string;
      readonly fromVehicleId?: string;
    };
    answer: HandOverStarted;
  };
  /** Send fixes of many devices. */
  'POST ingest/batch': {
    path: undefined;
    query: undefined;
    body: {
      readonly fixes: readonly unknown[];
    };
    answer: IngestedBatch;
  };
  /** Send a fix by the OsmAnd protocol. */
  'GET ingest/osmand/{deviceKey}': {
    path: { readonly deviceKey: string };
    query: undefined;
    body: undefined;
    answer: Ingested;
  };
  /** Send a fix by the OsmAnd protocol. */
  'POST ingest/osmand/{deviceKey}': {
    path: { readonly deviceKey: string };
    query: undefined;
    body: undefined;
    answer: Ingested;
  };
  /** Send fixes as the Traccar Client does. */
  'POST ingest/traccar/{deviceKey}': {
    path: { readonly deviceKey: string };
    query: undefined;
    body: {
      readonly location: readonly unknown[] | unknown;
    };
    answer: Ingested;
  };
  /** Show where every vehicle in service is. */
  'GET vehicles/positions': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: {
      readonly items: readonly Position[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Show where a vehicle is. */
  'GET vehicles/{vehicleId}/position': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: undefined;
    answer: Position;
  };
  /** Show where a vehicle has been. */
  'GET vehicles/{vehicleId}/positions': {
    path: { readonly vehicleId: string };
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Position[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Open the live channel. */
  'POST live/negotiate': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: LiveAddress;
  };
  /** List what you were told. */
  'GET me/notifications': {
    path: undefined;
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly Notification[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Mark a notification as read. */
  'POST me/notifications/{notificationId}/read': {
    path: { readonly notificationId: string };
    query: undefined;
    body: undefined;
    answer: Notification;
  };
  /** List background jobs, newest first. */
  'GET jobs': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly kind?: string | undefined;
      readonly state?:
        | 'queued'
        | 'running'
        | 'cancelling'
        | 'cancelled'
        | 'completed'
        | 'completed-with-errors'
        | 'failed'
        | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Job[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Look how a background job goes. */
  'GET jobs/{jobId}': {
    path: { readonly jobId: string };
    query: undefined;
    body: undefined;
    answer: Job;
  };
  /** Stop a background job. */
  'POST jobs/{jobId}/cancel': {
    path: { readonly jobId: string };
    query: undefined;
    body: undefined;
    answer: Job;
  };
  /** Fetch what a background job has made. */
  'GET jobs/{jobId}/result': {
    path: { readonly jobId: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  /** List sagas. */
  'GET ops/sagas': {
    path: undefined;
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly Saga[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Show a saga with its steps. */
  'GET ops/sagas/{sagaId}': {
    path: { readonly sagaId: string };
    query: undefined;
    body: undefined;
    answer: SagaWithSteps;
  };
  /** Stop a saga where it is. */
  'POST ops/sagas/{sagaId}/terminate': {
    path: { readonly sagaId: string };
    query: undefined;
    body: {
      readonly reason: string;
    };
    answer: SagaWithSteps;
  };
  /** Have done once more what did not succeed. */
  'POST ops/sagas/{sagaId}/retry': {
    path: { readonly sagaId: string };
    query: undefined;
    body: undefined;
    answer: SagaWithSteps;
  };
}
