// Made from the API's document by `npm run client`.

/** How the company came to the vehicle. */
export type VehicleAcquisition = {
  readonly kind: 'purchase' | 'lease' | 'rent';
  /** When it came to the company. */
  readonly on: string;
  /** What it has cost; of a lease, what it is worth in the books. */
  readonly price?: Money;
  readonly vendor?: string;
  /** When a lease or a rent ends. */
  readonly leaseEndsOn?: string;
};

/** An amount of money. */
export type Money = {
  /** In the smallest unit of the currency: 1250 is 12.50 EUR. */
  readonly amount: number;
  /** ISO 4217, for example EUR. */
  readonly currency: string;
};

/** How the vehicle loses its value in the books. */
export type VehicleDepreciation =
  | {
      readonly method: 'straight-line';
      /** Over how many months it is written off. */
      readonly lifeMonths: number;
      /** What it is expected to be worth in the end; the book value stops there. */
      readonly residual: Money;
    }
  | {
      readonly method: 'declining-balance';
      /** Of the value at the beginning of each year. */
      readonly annualRatePercent: number;
      /** What it is expected to be worth in the end; the book value stops there. */
      readonly residual: Money;
    };

/** When the vehicle is to be replaced: when the first of these is reached. */
export type VehicleReplacement = {
  readonly on?: string;
  /** Lifetime distance, in metres. */
  readonly odometerMetres?: number;
  readonly reason?: string;
};

/** One command on one vehicle. */
export type VehicleCommand =
  | {
      /** `null` for the company itself. */
      readonly groupId: string | null;
      readonly vehicleId: string;
      /** Only if the vehicle is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'move';
    }
  | {
      readonly status: 'active' | 'in-shop' | 'out-of-service';
      /** Why, for whoever looks at the history. */
      readonly reason?: string;
      readonly vehicleId: string;
      /** Only if the vehicle is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'status';
    }
  | {
      readonly tags: readonly string[];
      readonly vehicleId: string;
      /** Only if the vehicle is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'tag';
    }
  | {
      readonly tags: readonly string[];
      readonly vehicleId: string;
      /** Only if the vehicle is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'untag';
    }
  | {
      readonly reason: string;
      readonly vehicleId: string;
      /** Only if the vehicle is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'retire';
    }
  | {
      readonly vehicleId: string;
      /** Only if the vehicle is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'patch';
      readonly patch: {
        readonly name?: string;
        readonly kind?: 'car' | 'van' | 'truck' | 'bus' | 'trailer' | 'equipment' | 'other';
        /** At most 30. */
        readonly tags?: readonly string[];
        /** New values by key; `null` takes a value away, a key that is not named keeps its own. */
        readonly customFields?: Readonly<Record<string, (string | number | boolean) | null>>;
        readonly externalId?: string | null;
        readonly plate?: string | null;
        readonly vin?: string | null;
        readonly make?: string | null;
        readonly model?: string | null;
        readonly modelYear?: number | null;
        readonly energy?:
          | 'diesel'
          | 'petrol'
          | 'electric'
          | 'hybrid'
          | 'plug-in-hybrid'
          | 'cng'
          | 'lpg'
          | 'hydrogen'
          | 'none'
          | null;
        readonly tankMillilitres?: number | null;
        readonly batteryWattHours?: number | null;
        readonly colour?: string | null;
        readonly notes?: string | null;
        readonly acquisition?: VehicleAcquisition | null;
        readonly depreciation?: VehicleDepreciation | null;
        readonly replacement?: VehicleReplacement | null;
      };
    };

/** What the values of a field are like. */
export type CustomFieldType =
  | {
      readonly type: 'text';
      readonly maxLength?: number;
    }
  | {
      readonly type: 'number';
      readonly unit?: string;
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly type: 'date';
    }
  | {
      readonly type: 'boolean';
    }
  | {
      readonly type: 'choice';
      /** What can be chosen, in this order. */
      readonly options: readonly string[];
    };

/** Whom to call when something has happened to the driver. */
export type EmergencyContact = {
  readonly name: string;
  readonly phone: string;
  /** What they are to the driver: spouse, brother, doctor. */
  readonly relation?: string;
};

/** One command on one driver. */
export type DriverCommand =
  | {
      /** null: to the company itself. */
      readonly groupId: string | null;
      /** A driver. */
      readonly driverId: string;
      /** Only if the driver is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'move';
    }
  | {
      readonly status: 'active' | 'on-leave' | 'suspended' | 'left';
      readonly reason?: string;
      /** A driver. */
      readonly driverId: string;
      /** Only if the driver is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'status';
    }
  | {
      readonly tags: readonly string[];
      /** A driver. */
      readonly driverId: string;
      /** Only if the driver is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'tag';
    }
  | {
      readonly tags: readonly string[];
      /** A driver. */
      readonly driverId: string;
      /** Only if the driver is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'untag';
    }
  | {
      /** A driver. */
      readonly driverId: string;
      /** Only if the driver is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'patch';
      readonly patch: {
        readonly name?: string;
        readonly employeeNumber?: string | null;
        readonly email?: string | null;
        readonly phone?: string | null;
        readonly contacts?: readonly EmergencyContact[] | null;
        /** New values by key; `null` takes a value away, a key that is not named keeps its own. */
        readonly customFields?: Readonly<Record<string, (string | number | boolean) | null>>;
        /** At most 30. */
        readonly tags?: readonly string[];
      };
    };

/** What has to be renewed for. */
export type RenewalSubject = {
  readonly kind: 'vehicle' | 'driver' | 'place' | 'company';
  /** Which one; absent for the company. */
  readonly id?: string;
};

/** The record that a document is about. */
export type DocumentSubject = {
  readonly kind: 'company' | 'vehicle' | 'driver' | 'place' | 'renewal';
  /** Which one; absent for the company. */
  readonly id?: string;
};

/** One command on one trip. */
export type TripCommand =
  | {
      /** Of a private trip nobody but its driver sees where it went and how it was driven. */
      readonly classification: 'business' | 'commute' | 'private';
      /** What the trip was for, and whom it was to, as a logbook asks for it. */
      readonly purpose?: string;
      readonly note?: string;
      readonly tripId: string;
      /** Only if the trip is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'classify';
    }
  | {
      /** Who drove; `null` when nobody knows. */
      readonly driverId: string | null;
      readonly tripId: string;
      /** Only if the trip is at this version, as with `If-Match`. */
      readonly expected?: number;
      readonly command: 'assign-driver';
    };

export type ProviderSettings = {
  /** Where to ask, if not the usual place: `https://api.eu.samsara.com`. It must be a server of the provider, by https. */
  readonly server?: string;
  /** Geotab: the name of the database. */
  readonly database?: string;
  /** Geotab: who signs in. */
  readonly userName?: string;
  /** Flespi: the channel to be asked for its messages. */
  readonly channelId?: number;
};

export type ImportMapping = {
  /** Columns that are not named here are not read. */
  readonly columns: readonly {
    readonly column: string;
    readonly field: string;
  }[];
  /** By what rows are matched with what is there: one of the `keys` of the entity. */
  readonly keyField: string;
  /** How days are written. `2026-03-31` is understood whatever it says. */
  readonly dateFormat?: 'YYYY-MM-DD' | 'YYYY/MM/DD' | 'DD.MM.YYYY' | 'DD/MM/YYYY' | 'DD-MM-YYYY' | 'MM/DD/YYYY';
  /** What stands before the decimals. */
  readonly decimal?: '.' | ',';
  /** Of times that do not say theirs. */
  readonly timeZone?: string;
  /** The unit of a field, where it is not the usual one. */
  readonly units?: Readonly<
    Record<string, 'm' | 'km' | 'mi' | 's' | 'min' | 'h' | 'ml' | 'l' | 'gal-us' | 'gal-uk' | 'wh' | 'kwh'>
  >;
};

/** Degrees of WGS 84. */
export type GeoPoint = {
  readonly lat: number;
  readonly lon: number;
};

/** What a geofence covers. Degrees of WGS 84, metres. */
export type GeofenceShape =
  | {
      readonly type: 'circle';
      readonly center: GeoPoint;
      readonly radiusMetres: number;
    }
  | {
      readonly type: 'polygon';
      /** The outline, then the holes in it. */
      readonly rings: readonly (readonly GeoPoint[])[];
    }
  | {
      readonly type: 'corridor';
      readonly path: readonly GeoPoint[];
      /** From edge to edge. */
      readonly widthMetres: number;
    }
  | {
      readonly type: 'rectangle';
      readonly southWest: GeoPoint;
      /** With a smaller longitude than the other corner, it spans the 180th meridian. */
      readonly northEast: GeoPoint;
    }
  | {
      readonly type: 'around-vehicle';
      /** It moves with this vehicle. */
      readonly vehicleId: string;
      readonly radiusMetres: number;
    };

/** When, for whom and for what a geofence watches. */
export type GeofenceRules = {
  readonly altitude?: AltitudeBand;
  /** Outside of all of them it is as if there were no geofence: visits end with the window. Absent: always. */
  readonly activeTimes?: readonly ActiveTime[];
  /** Metres per second, in force inside. */
  readonly speedLimit?: number;
  /** A visit that lasts this long is told about. */
  readonly dwellSeconds?: number;
  /** The vehicles should be inside; it is told when they are not. */
  readonly expectInside?: boolean;
  /** Absent: the vehicles of the group that the geofence belongs to and of those below it; of the company itself, every vehicle. */
  readonly appliesTo?: GeofenceAppliesTo;
  readonly debounce?: GeofenceDebounce;
};

/** Metres above the ellipsoid. Outside of it one is not in the geofence; a position without altitude counts as within it. */
export type AltitudeBand = {
  readonly minMetres?: number;
  readonly maxMetres?: number;
};

/** Windows of time, by the clocks of a time zone. */
export type ActiveTime = {
  /** When the first window opens, by the clocks of the time zone. */
  readonly start: string;
  /** How long each window is, by the stop-watch. */
  readonly durationMinutes: number;
  /** How it repeats: the value of an RRULE of RFC 5545. Without it there is one window. */
  readonly rule?: string;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
};

/** The vehicles it watches: those of the groups, and those named. */
export type GeofenceAppliesTo = {
  /** The vehicles of these groups and of those below them. */
  readonly groupIds?: readonly string[];
  readonly vehicleIds?: readonly string[];
};

/** What keeps a vehicle that parks at the edge from coming and going. Visits begin and end when they really did, however late that is known. */
export type GeofenceDebounce = {
  /** How far beyond the edge, besides what the position may be wrong by, one is clearly inside or outside; 10 unless told. 0: positions are taken as they are. */
  readonly marginMetres?: number;
  /** For how long one must be seen inside when it is not clear at once; 60 unless told. 0: the first position decides. */
  readonly enterSeconds?: number;
  /** For how long one must be seen outside when it is not clear at once; 30 unless told. 0: the first position decides. */
  readonly exitSeconds?: number;
};

export type Problem = {
  /** Where the problem is explained, relative to this API. */ readonly type: string;
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
  [name: string]: unknown;
};

export type ProblemCode = {
  /** The stable name. */
  readonly code: string;
  /** The HTTP status it comes with. */
  readonly status: number;
  /** What it says; … stands for what differs from one time to the next. */
  readonly text: string;
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
  /** The groups to which it is limited, each with everything below it; absent: the whole company. */
  readonly groups?: readonly string[];
};

export type Companies = {
  readonly items: readonly Company[];
};

/** A company of which the caller is a member. */
export type Company = {
  readonly tenant: {
    readonly id: string;
    readonly name: string;
  };
  readonly role: 'owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer';
  /** Whether requests are made for this company. */
  readonly current: boolean;
};

/** The company that you work for. */
export type OwnCompany = {
  readonly id: string;
  readonly name: string;
  /** Where its days begin and end; IANA, for example `Europe/Berlin`. */
  readonly timeZone: string;
};

export type Role = {
  readonly role: 'owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer';
  readonly summary: string;
  /** Whoever is limited to groups has those of `access` not. */
  readonly scopes: readonly string[];
};

/** A person with access to the company. */
export type Member = {
  readonly id: string;
  readonly email: string;
  readonly role: 'owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer';
  /** The groups to which it is limited, each with everything below it; absent: the whole company. */
  readonly groups?: readonly string[];
  readonly status: 'active' | 'removed';
  /** When the person became a member, for the last time. */
  readonly since: string;
  readonly removedAt?: string;
  /** Sessions that began before are over. */
  readonly signedOutAt?: string;
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

export type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly role: 'owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer';
  /** The groups to which it is limited, each with everything below it; absent: the whole company. */
  readonly groups?: readonly string[];
  /** A pending one can be accepted until `expiresAt`. */
  readonly status: 'pending' | 'accepted' | 'revoked';
  readonly invitedAt: string;
  readonly invitedBy: string;
  readonly expiresAt: string;
  readonly version: number;
};

export type InvitationWithToken = {
  readonly id: string;
  readonly email: string;
  readonly role: 'owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer';
  /** The groups to which it is limited, each with everything below it; absent: the whole company. */
  readonly groups?: readonly string[];
  /** A pending one can be accepted until `expiresAt`. */
  readonly status: 'pending' | 'accepted' | 'revoked';
  readonly invitedAt: string;
  readonly invitedBy: string;
  readonly expiresAt: string;
  readonly version: number;
  /** Shown this once: hand it to the person, who needs it together with their own sign-in. */
  readonly token: string;
};

/** An integration that calls the API with a key of its own. */
export type ApiClient = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The groups to which it is limited, each with everything below it; absent: the whole company. */
  readonly groups?: readonly string[];
  readonly status: 'active' | 'revoked';
  /** Its keys are refused from then on. */
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly rotatedAt?: string;
  /** How long the key before the last rotation works. */
  readonly previousKeyUntil?: string;
  readonly revokedAt?: string;
  /** To the hour. */
  readonly lastUsedAt?: string;
  readonly version: number;
};

export type ApiClientWithKey = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The groups to which it is limited, each with everything below it; absent: the whole company. */
  readonly groups?: readonly string[];
  readonly status: 'active' | 'revoked';
  /** Its keys are refused from then on. */
  readonly expiresAt?: string;
  readonly createdAt: string;
  readonly rotatedAt?: string;
  /** How long the key before the last rotation works. */
  readonly previousKeyUntil?: string;
  readonly revokedAt?: string;
  /** To the hour. */
  readonly lastUsedAt?: string;
  readonly version: number;
  /** Shown this once. */
  readonly key: string;
};

/** A vehicle of the fleet. */
export type Vehicle = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'car' | 'van' | 'truck' | 'bus' | 'trailer' | 'equipment' | 'other';
  /** What another system of yours calls it. */
  readonly externalId?: string;
  /** Registration plate. Two vehicles may have the same: plates are swapped. */
  readonly plate?: string;
  /** Vehicle identification number of ISO 3779. */
  readonly vin?: string;
  readonly make?: string;
  readonly model?: string;
  readonly modelYear?: number;
  /** What it runs on. */
  readonly energy?:
    | 'diesel'
    | 'petrol'
    | 'electric'
    | 'hybrid'
    | 'plug-in-hybrid'
    | 'cng'
    | 'lpg'
    | 'hydrogen'
    | 'none';
  /** Room in the tank, in millilitres. */
  readonly tankMillilitres?: number;
  /** Usable battery, in watt-hours. */
  readonly batteryWattHours?: number;
  readonly colour?: string;
  readonly notes?: string;
  /** At most 30. */
  readonly tags: readonly string[];
  /** Values of the fields defined with `custom-fields`, by key. */
  readonly customFields: Readonly<Record<string, string | number | boolean>>;
  readonly acquisition?: VehicleAcquisitionOutput;
  readonly depreciation?: VehicleDepreciationOutput;
  readonly replacement?: VehicleReplacementOutput;
  /** What the check digit of the VIN says: only North America and China use one. */
  readonly vinCheck?: 'valid' | 'invalid' | 'not-used';
  readonly status: 'active' | 'in-shop' | 'out-of-service' | 'retired' | 'sold';
  readonly statusReason?: string;
  readonly groupId?: string;
  readonly meters: Meters;
  readonly registeredAt: string;
  readonly retiredAt?: string;
  readonly soldOn?: string;
  readonly salePrice?: MoneyOutput;
  readonly version: number;
  /** Only in the answer to a change: it was made, and somebody should look. */
  readonly warnings?: readonly {
    readonly code: 'vehicles/plate-in-use';
    readonly message: string;
    readonly vehicleId: string;
  }[];
};

/** What the meters of a vehicle stand at. */
export type Meters = {
  readonly odometer?: MeterStanding;
  readonly engineHours?: MeterStanding;
  /** How often anything was recorded of them. */
  readonly version: number;
};

/** What a meter stands at: metres or seconds. */
export type MeterStanding = {
  /** What the meter shows. */
  readonly value: number;
  /** What it has counted in the life of the vehicle, with the meters that were there before. */
  readonly total: number;
  /** When it was read. */
  readonly at: string;
  /** Where the reading comes from. */
  readonly source: 'manual' | 'fuel' | 'inspection' | 'device' | 'import';
};

/** What a vehicle is worth in the books. */
export type VehicleValue = {
  readonly vehicleId: string;
  readonly on: string;
  /** What it has cost. */
  readonly cost: MoneyOutput;
  /** What of that has been written off. */
  readonly lost: MoneyOutput;
  /** What it is worth in the books. */
  readonly value: MoneyOutput;
};

/** How far a vehicle is from being replaced. */
export type VehicleReplacementDue = {
  readonly vehicleId: string;
  /** Whether the first of them is reached. */
  readonly due: boolean;
  readonly reached: readonly ('date' | 'odometer')[];
  /** Negative when that day has passed. */
  readonly daysLeft?: number;
  /** Absent while nobody knows how far it has gone. */
  readonly metresLeft?: number;
};

/** How many vehicles there are. What there is none of is not named. */
export type FleetSummary = {
  /** All of them, whatever their status. */
  readonly vehicles: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byKind: Readonly<Record<string, number>>;
  /** Without those below it. `null` is the company itself. The largest first. */
  readonly byGroup: readonly {
    readonly groupId: string | null;
    readonly vehicles: number;
  }[];
};

/** What a VIN tells for certain. */
export type DecodedVin = {
  readonly vin: string;
  /** World manufacturer identifier: the first three characters. */
  readonly wmi: string;
  /** Of the ninth character; only North America and China use one. */
  readonly check: 'valid' | 'invalid' | 'not-used';
  /** ISO 3166-1: where the maker sits, not always where it builds. */
  readonly country?: string;
  /** Who the identifier belongs to; it may build for another brand. */
  readonly maker?: string;
  /** The model years it may stand for, newest first; none outside North America. */
  readonly modelYears: readonly number[];
};

/** One reading of a meter: metres or seconds. */
export type MeterReading = {
  readonly id: string;
  readonly vehicleId: string;
  /** The odometer counts metres, engine hours are counted in seconds. */
  readonly meter: 'odometer' | 'engineHours';
  readonly value: number;
  /** With what the meters before it had counted. */
  readonly total: number;
  readonly at: string;
  /** Where the reading comes from. */
  readonly source: 'manual' | 'fuel' | 'inspection' | 'device' | 'import';
  readonly note?: string;
  readonly recordedAt: string;
  /** Why the reading does not count. It is kept, and a person may accept it. */
  readonly void?: {
    /** `below-earlier` and `above-later`: the meter would have gone backwards; `jump`: faster than it can; `voided`: by a person, see `note`. */
    readonly reason: 'in-future' | 'duplicate' | 'below-earlier' | 'above-later' | 'jump' | 'voided';
    readonly note?: string;
  };
  /** Of all meters of the vehicle together. */
  readonly version: number;
};

/** What people read beside what the device counted: metres or seconds. */
export type MeterDrift = {
  readonly vehicleId: string;
  /** The odometer counts metres, engine hours are counted in seconds. */
  readonly meter: 'odometer' | 'engineHours';
  /** What the meter has counted by what people read. */
  readonly read?: number;
  /** What the device counted. */
  readonly counted?: number;
  /** How much more the device counted than people read. */
  readonly difference?: number;
  /** That, of what people read. */
  readonly percent?: number;
  /** That, for every day. */
  readonly perDay?: number;
  /** `no-data`: the device has not counted in between, or not in the same way. */
  readonly verdict: 'ok' | 'drifting' | 'no-data';
  /** From one reading to the next, at most ten, the latest first. */
  readonly pairs: readonly {
    readonly from: string;
    readonly to: string;
    readonly read: number;
    /** What the device counted. */
    readonly counted?: number;
    /** How much more the device counted than people read. */
    readonly difference?: number;
    /** That, of what people read. */
    readonly percent?: number;
    /** That, for every day. */
    readonly perDay?: number;
    /** `no-data`: the device has not counted in between, or not in the same way. */
    readonly verdict: 'ok' | 'drifting' | 'no-data';
    /** The vehicle's own meter, or added up from what. */
    readonly countedBy?: 'device' | 'positions' | 'ignition' | 'movement';
  }[];
};

/** What the meters of one vehicle stand at. */
export type VehicleMeters = {
  readonly odometer?: MeterStanding;
  readonly engineHours?: MeterStanding;
  /** How often anything was recorded of them. */
  readonly version: number;
  /** The vehicle. */
  readonly id: string;
};

/** The fields a company has added to one kind of record. */
export type CustomFields = {
  /** The kind of record. */
  readonly id: 'vehicle' | 'driver' | 'place';
  /** In the order in which they were added. */
  readonly fields: readonly CustomField[];
  readonly version: number;
};

/** A field of the company’s own. */
export type CustomField = {
  /** What the field is called in `customFields`. */
  readonly key: string;
  /** What people see. */
  readonly label: string;
  readonly kind: CustomFieldTypeOutput;
  /** Whether every new record must have it. */
  readonly required: boolean;
  /** An archived field takes no new values; those it has are kept. */
  readonly archived: boolean;
};

export type ListedDevice = {
  readonly id: string;
  /** The vehicle it reports for. */
  readonly vehicleId: string;
  readonly name?: string;
  readonly registeredAt: string;
  readonly version: number;
  readonly health?: DeviceHealth;
};

export type DeviceHealth = {
  readonly deviceId: string;
  /** Fixes that were kept. */
  readonly accepted: number;
  /** How many of these were older than one that was there already. */
  readonly late: number;
  /** How many readings were not kept, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** When it was heard first; absent when it never was. */
  readonly since?: string;
  /** When it was heard last. */
  readonly heardAt?: string;
  /** The newest moment it has measured, by its own clock. */
  readonly fixAt?: string;
  /** By how much its clock is ahead, about; negative when it is behind, or sends late. */
  readonly clockOffsetSeconds?: number;
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

/** A device that sends and that nobody has registered. It is forgotten 30 days after its last message. */
export type QuarantinedDevice = {
  /** Who it says it is. */
  readonly id: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** How many messages were heard of it. */
  readonly times: number;
  /** What its last message was read as. */
  readonly protocol: string;
  /** Its last message as it came. */
  readonly raw: {
    readonly encoding: 'text' | 'base64';
    readonly data: string;
    /** Whether the message was longer: only its beginning is kept. */
    readonly truncated: boolean;
  };
  /** Where it says to have been last. */
  readonly position?: {
    readonly at: string;
    /** Degrees, WGS 84. */
    readonly lat: number;
    /** Degrees, WGS 84. */
    readonly lon: number;
  };
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
  /** Values of the fields defined with `custom-fields`, by key. */
  readonly customFields: Readonly<Record<string, string | number | boolean>>;
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

/** One driver's time with one vehicle. */
export type Assignment = {
  readonly id: string;
  readonly vehicleId: string;
  readonly driverId: string;
  readonly from: string;
  /** When it ended or will; absent: until somebody ends it. */
  readonly until?: string;
  readonly plannedAt?: string;
  readonly cancelledAt?: string;
  /** Why the system ended or cancelled it: the vehicle was retired or sold, or the driver has left. */
  readonly endReason?: 'vehicle-gone' | 'driver-left';
  readonly version: number;
  /** At the moment of the answer. */
  readonly state: 'planned' | 'current' | 'past' | 'cancelled';
  readonly driver: DriverRef;
};

export type DriverRef = {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
};

export type CurrentAssignment = {
  readonly vehicleId: string;
  readonly assignmentId: string;
  readonly driver: DriverRef;
  readonly since: string;
  /** When it ends by itself. */
  readonly until?: string;
};

/** What a driver drives. */
export type MyVehicle = {
  /** null while no vehicle is yours. */
  readonly assignment: AssignmentRecord | null;
  readonly vehicle: {
    readonly id: string;
    readonly name: string;
    readonly plate?: string;
  } | null;
  /** The next that is planned. */
  readonly next: AssignmentRecord | null;
};

export type AssignmentRecord = {
  readonly id: string;
  readonly vehicleId: string;
  readonly driverId: string;
  readonly from: string;
  /** When it ended or will; absent: until somebody ends it. */
  readonly until?: string;
  readonly plannedAt?: string;
  readonly cancelledAt?: string;
  /** Why the system ended or cancelled it: the vehicle was retired or sold, or the driver has left. */
  readonly endReason?: 'vehicle-gone' | 'driver-left';
  readonly version: number;
};

export type HandOverStarted = {
  readonly sagaId: string;
  /** Where to ask how it goes. */
  readonly status: string;
  /** The new key of the device. It is shown this once. */
  readonly deviceKey: string;
};

/** Something that is due on a day: a registration, an insurance, an inspection, a licence. */
export type Renewal = {
  readonly id: string;
  readonly subject: RenewalSubjectOutput;
  readonly kind: 'registration' | 'insurance' | 'inspection' | 'licence' | 'permit' | 'lease' | 'other';
  readonly title: string;
  /** The last day on which all is well. */
  readonly dueOn: string;
  readonly remindDaysBefore: readonly number[];
  /** It comes again so many months after it was due. */
  readonly repeatsMonths?: number;
  readonly cost?: MoneyOutput;
  readonly notes?: string;
  readonly documentIds?: readonly string[];
  readonly notify?: readonly string[];
  readonly status: 'open' | 'done' | 'cancelled';
  /** It follows a driving licence or a document that expires, and changes with that. */
  readonly follows?: {
    readonly kind: 'licence' | 'document';
    readonly id: string;
  };
  readonly snoozedUntil?: string;
  /** When somebody was reminded last. */
  readonly remindedOn?: string;
  readonly doneOn?: string;
  /** The renewal that this one came after. */
  readonly previousId?: string;
  /** The renewal that came after this one. */
  readonly nextId?: string;
  readonly addedAt: string;
  readonly version: number;
  /** Today, by the company's time zone. */
  readonly state: 'ok' | 'due-soon' | 'overdue' | 'done' | 'cancelled';
};

/** A file about a record: a paper, a photo. */
export type Document = {
  readonly id: string;
  readonly subject: DocumentSubjectOutput;
  /** What the file is called when it is downloaded. */
  readonly name: string;
  readonly kind: 'registration' | 'insurance' | 'inspection' | 'licence' | 'contract' | 'invoice' | 'photo' | 'other';
  /** The last day it is good for. */
  readonly expiresOn?: string;
  /** Whether its expiry is to be among the renewals. */
  readonly remind: boolean;
  readonly contentType:
    | 'application/pdf'
    | 'image/jpeg'
    | 'image/png'
    | 'image/webp'
    | 'image/heic'
    | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    | 'text/csv'
    | 'text/plain';
  readonly bytes: number;
  readonly sha256?: string;
  readonly status: 'awaiting-upload' | 'scanning' | 'ready' | 'refused' | 'removed';
  /** Why the file was not taken; it has been removed. */
  readonly refused?: 'never-uploaded' | 'size' | 'type' | 'hash' | 'infected' | 'not-scanned';
  /** Whether there is a small picture of it; made a moment after the upload. */
  readonly hasThumbnail: boolean;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly version: number;
};

export type AddedDocument = {
  readonly id: string;
  readonly subject: DocumentSubjectOutput;
  /** What the file is called when it is downloaded. */
  readonly name: string;
  readonly kind: 'registration' | 'insurance' | 'inspection' | 'licence' | 'contract' | 'invoice' | 'photo' | 'other';
  /** The last day it is good for. */
  readonly expiresOn?: string;
  /** Whether its expiry is to be among the renewals. */
  readonly remind: boolean;
  readonly contentType:
    | 'application/pdf'
    | 'image/jpeg'
    | 'image/png'
    | 'image/webp'
    | 'image/heic'
    | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    | 'text/csv'
    | 'text/plain';
  readonly bytes: number;
  readonly sha256?: string;
  readonly status: 'awaiting-upload' | 'scanning' | 'ready' | 'refused' | 'removed';
  /** Why the file was not taken; it has been removed. */
  readonly refused?: 'never-uploaded' | 'size' | 'type' | 'hash' | 'infected' | 'not-scanned';
  /** Whether there is a small picture of it; made a moment after the upload. */
  readonly hasThumbnail: boolean;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly version: number;
  /** When it is done, say so: `POST documents/{id}/uploaded`. */
  readonly upload: {
    /** PUT the file here; the address is all that is needed, and good for a short time. */
    readonly url: string;
    /** To be sent with the PUT. */
    readonly headers: Readonly<Record<string, string>>;
    readonly expiresAt: string;
  };
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

export type IngestedFrames = {
  readonly accepted: number;
  readonly rejected: number;
  readonly devices: readonly (
    | {
        readonly deviceId: string;
        readonly status: 'known';
        readonly accepted: number;
        /** How many readings were not kept, by reason. */
        readonly dropped: Readonly<Record<string, number>>;
      }
    | {
        readonly deviceId: string;
        readonly status: 'unknown';
      }
  )[];
  /** What could not be read so far that it would say of which device it is. */
  readonly nameless?: Readonly<Record<string, number>>;
  /** What the device expects to hear, in base64. */
  readonly answer?: string;
};

export type DeviceMessage = {
  readonly receivedAt: string;
  readonly protocol: string;
  readonly encoding: 'text' | 'base64';
  readonly data: string;
  /** Whether it was longer: only its beginning is shown. */
  readonly truncated: boolean;
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

/** What a vehicle is doing, and what its meters stand at. */
export type VehicleActivity = {
  readonly vehicleId: string;
  readonly state: 'driving' | 'idling' | 'parked' | 'unknown';
  readonly since?: string;
  readonly position: Position;
  /** The trip it is on. It is listed among the trips when it has ended. */
  readonly trip?: {
    readonly startedAt: string;
    readonly metres: number;
    readonly movingSeconds: number;
    readonly idleSeconds: number;
    /** Harsh brakes, accelerations and corners. */
    readonly harshEvents: number;
    readonly speedingSeconds: number;
  };
  /** The geofences it is in. */
  readonly geofenceIds: readonly string[];
  /** The strictest of these, metres per second. */
  readonly speedLimit?: number;
  /** As the device counts, or as was added up from positions since its first fix. */
  readonly odometerMetres: number;
  readonly odometerBy: 'device' | 'positions';
  readonly engineSeconds: number;
  readonly engineBy: 'device' | 'ignition' | 'movement';
  /** Of the tank, smoothed. */
  readonly fuelPercent?: number;
  readonly stateOfChargePercent?: number;
  /** As told last, also when later positions say nothing of them. */
  readonly troubleCodes: readonly {
    /** As P0301; SPN110/FMI0 of heavy vehicles. */
    readonly code: string;
    /** What it is about, in a few words. */
    readonly text: string;
    /** Codes of heavy vehicles do not tell it. */
    readonly system?: 'powertrain' | 'chassis' | 'body' | 'network';
  }[];
};

/** A vehicle on its way, from where it set off to where it stopped. */
export type Trip = {
  readonly id: string;
  readonly vehicleId: string;
  /** Who drove, as far as it is known. */
  readonly driverId?: string;
  /** `withdrawn`: later fixes have shown that there was no such trip. */
  readonly status: 'recorded' | 'withdrawn';
  readonly classification: 'unclassified' | 'business' | 'commute' | 'private';
  /** What a driver has said to be private, only they can say to be something else. */
  readonly classifiedBy?: 'driver' | 'office';
  readonly purpose?: string;
  readonly note?: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly metres: number;
  readonly movingSeconds: number;
  /** With the engine on, not moving. */
  readonly idleSeconds: number;
  /** Metres, as the device counts them, or as they are added up since its first fix. */
  readonly startOdometer: number;
  readonly endOdometer: number;
  readonly fixes: number;
  /** How often nothing was heard for so long that the way in between is a guess. */
  readonly gaps: number;
  /** The key, standing still, or silence. */
  readonly endedBy: 'ignition' | 'stop' | 'gap';
  /** As far as the device tells. */
  readonly consumed: {
    readonly fuelMillilitres?: number;
    readonly energyWattHours?: number;
  };
  /** Absent for a private trip. */
  readonly start?: Spot;
  /** Absent for a private trip. */
  readonly end?: Spot;
  /** Metres per second. Absent for a private trip. */
  readonly maxSpeed?: number;
  /** Absent for a private trip. */
  readonly driving?: TripDriving;
  readonly recordedAt: string;
  /** When fixes that came late have changed it, for the last time. */
  readonly correctedAt?: string;
  readonly withdrawnAt?: string;
  readonly version: number;
};

/** A spot, and what the company calls it. */
export type Spot = {
  /** Degrees, WGS 84. */
  readonly lat: number;
  /** Degrees, WGS 84. */
  readonly lon: number;
  /** What the company calls it. */
  readonly place?: {
    readonly kind: 'geofence' | 'place';
    readonly id: string;
    readonly name: string;
  };
};

/** How a trip was driven. */
export type TripDriving = {
  readonly harshBrakes: number;
  readonly harshAccelerations: number;
  readonly harshCorners: number;
  readonly speedingSeconds: number;
  readonly speedingMetres: number;
  /** The strongest, at most 50, the oldest first. */
  readonly incidents: readonly DrivingIncident[];
};

/** Something a driver did that is worth talking about. */
export type DrivingIncident = {
  readonly kind: 'harsh-brake' | 'harsh-acceleration' | 'harsh-corner' | 'speeding';
  readonly at: string;
  readonly lat: number;
  readonly lon: number;
  /** The strongest: m/s² of braking, accelerating and cornering, m/s of speeding. */
  readonly peak: number;
  readonly seconds: number;
  /** Of speeding: the limit, metres per second. */
  readonly limit?: number;
  /** Of speeding: the geofence that sets the limit. */
  readonly fenceId?: string;
};

/** The trips of a vehicle that began in a period. */
export type TripSummary = {
  readonly trips: number;
  readonly metres: number;
  readonly movingSeconds: number;
  readonly idleSeconds: number;
  /** Of the trips for which it is known. */
  readonly fuelMillilitres: number;
  /** Of the trips for which it is known. */
  readonly energyWattHours: number;
  readonly vehicleId: string;
  readonly from: string;
  readonly to: string;
  /** What there is none of is not named. */
  readonly byClassification: Readonly<Record<string, TripTotals>>;
};

/** Trips added up. */
export type TripTotals = {
  readonly trips: number;
  readonly metres: number;
  readonly movingSeconds: number;
  readonly idleSeconds: number;
  /** Of the trips for which it is known. */
  readonly fuelMillilitres: number;
  /** Of the trips for which it is known. */
  readonly energyWattHours: number;
};

/** A tank that was filled, or emptied other than by driving. */
export type FuelEvent = {
  readonly id: string;
  readonly vehicleId: string;
  /** `drained`: it became emptier while the engine was off. */
  readonly kind: 'refuelled' | 'drained';
  /** `confirmed` and `dismissed`: a person has said so. `withdrawn`: later fixes have shown that there was none. */
  readonly status: 'recorded' | 'confirmed' | 'dismissed' | 'withdrawn';
  /** When it began, as far as the device tells. */
  readonly at: string;
  readonly endedAt: string;
  readonly spot: Spot;
  /** Metres, as telemetry counts them. */
  readonly odometer?: number;
  /** Of the tank. */
  readonly fromPercent: number;
  readonly toPercent: number;
  /** What was filled in or taken out. Absent while nobody has said how much the tank holds. */
  readonly millilitres?: number;
  /** What whoever confirmed or dismissed it has said. */
  readonly reason?: string;
  readonly judgedAt?: string;
  readonly recordedAt: string;
  /** When fixes that came late have changed it, for the last time. */
  readonly correctedAt?: string;
  readonly withdrawnAt?: string;
  readonly version: number;
};

/** A battery that was charged. */
export type ChargeSession = {
  readonly id: string;
  readonly vehicleId: string;
  /** `withdrawn`: later fixes have shown that there was none. */
  readonly status: 'recorded' | 'withdrawn';
  /** When it began, as far as the device tells. */
  readonly at: string;
  readonly endedAt: string;
  readonly spot: Spot;
  /** Metres, as telemetry counts them. */
  readonly odometer?: number;
  /** State of charge. */
  readonly fromPercent: number;
  readonly toPercent: number;
  /** What the battery has taken up, without losses. Absent while nobody has said how much it holds. */
  readonly wattHours?: number;
  readonly recordedAt: string;
  /** When fixes that came late have changed it, for the last time. */
  readonly correctedAt?: string;
  readonly withdrawnAt?: string;
  readonly version: number;
};

/** How well somebody drove, or a vehicle was driven, in a week. */
export type Scorecard = {
  /** Private ones are not counted. */
  readonly trips: number;
  readonly metres: number;
  readonly movingSeconds: number;
  readonly idleSeconds: number;
  /** Absent below 50 km: one event would decide. */
  readonly score?: number;
  readonly parts: readonly ScorePart[];
  readonly subject: 'driver' | 'vehicle';
  readonly subjectId: string;
  /** A week of ISO 8601, such as `2026-W47`: from Monday to Sunday, UTC. */
  readonly week: string;
};

/** One part of a score: why it is not 100. */
export type ScorePart = {
  readonly name: 'speeding' | 'harsh-braking' | 'harsh-cornering' | 'harsh-acceleration' | 'idling';
  /** How often; of speeding and idling, how many seconds. */
  readonly count: number;
  /** What that is for the distance or the time. */
  readonly rate: number;
  /** Per 100 km; or percent of the time in motion, of idling with the engine on. */
  readonly per: '100-km' | 'percent';
  /** What it counts for, of 100. */
  readonly points: number;
  /** What of that was lost. */
  readonly lost: number;
};

/** How well somebody drove, or a vehicle was driven, week by week. */
export type Scorecards = {
  readonly subject: 'driver' | 'vehicle';
  readonly subjectId: string;
  /** A week of ISO 8601, such as `2026-W47`: from Monday to Sunday, UTC. */
  readonly from: string;
  /** A week of ISO 8601, such as `2026-W47`: from Monday to Sunday, UTC. */
  readonly to: string;
  /** The weeks in which there were any trips, the oldest first. */
  readonly items: readonly Scorecard[];
  /** All of these weeks as if they were one. */
  readonly total: Score;
};

/** How well was driven: 100 less what each part has lost. */
export type Score = {
  /** Private ones are not counted. */
  readonly trips: number;
  readonly metres: number;
  readonly movingSeconds: number;
  readonly idleSeconds: number;
  /** Absent below 50 km: one event would decide. */
  readonly score?: number;
  readonly parts: readonly ScorePart[];
};

export type ReceivedFromProvider = {
  /** Fixes that were taken. */
  readonly accepted: number;
  /** What could not be used, or is of vehicles that are out of service. */
  readonly rejected: number;
  /** Fixes of devices that are not registered. */
  readonly quarantined: number;
};

/** An account at a telematics provider whose vehicles report here. */
export type ProviderConnection = {
  readonly id: string;
  readonly provider: 'samsara' | 'geotab' | 'motive' | 'flespi';
  readonly name: string;
  /** `webhook`: the provider sends; `poll`: it is asked every minute. */
  readonly mode: 'webhook' | 'poll';
  readonly settings: ProviderSettingsOutput;
  /** It reports only for vehicles of this group and those below it; absent: for all. */
  readonly groupId?: string;
  readonly status: 'active' | 'paused' | 'disconnected';
  /** Of a webhook: where the provider must send, on the host of this API. */
  readonly webhookPath?: string;
  /** Absent: nothing is taken from it until its secret is set. */
  readonly secretSetAt?: string;
  readonly health: 'ok' | 'failing';
  /** Why it is failing. */
  readonly failure?: 'refused' | 'throttled' | 'unavailable' | 'malformed';
  readonly failingSince?: string;
  readonly connectedAt: string;
  readonly version: number;
};

export type ConnectedProvider = {
  readonly id: string;
  readonly provider: 'samsara' | 'geotab' | 'motive' | 'flespi';
  readonly name: string;
  /** `webhook`: the provider sends; `poll`: it is asked every minute. */
  readonly mode: 'webhook' | 'poll';
  readonly settings: ProviderSettingsOutput;
  /** It reports only for vehicles of this group and those below it; absent: for all. */
  readonly groupId?: string;
  readonly status: 'active' | 'paused' | 'disconnected';
  /** Of a webhook: where the provider must send, on the host of this API. */
  readonly webhookPath?: string;
  /** Absent: nothing is taken from it until its secret is set. */
  readonly secretSetAt?: string;
  readonly health: 'ok' | 'failing';
  /** Why it is failing. */
  readonly failure?: 'refused' | 'throttled' | 'unavailable' | 'malformed';
  readonly failingSince?: string;
  readonly connectedAt: string;
  readonly version: number;
  /** A secret that was made here, for the provider to prove itself with. Shown this once. */
  readonly secret?: string;
};

export type LiveAddress = {
  readonly url: string;
  readonly subprotocol: string;
  readonly expiresAt: string;
};

export type Notification = {
  readonly id: string;
  readonly what: 'vehicle-handed-over' | 'vehicle-taken-over' | 'called-off' | 'renewal-due';
  readonly vehicleId?: string;
  readonly vehicleName?: string;
  readonly renewalId?: string;
  readonly dueOn?: string;
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

/** A table on its way into the fleet. It is kept for 30 days, its file as well. */
export type Import = {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly contentType: 'text/csv' | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  /** `waiting` for the file; `read`: its mapping is a guess; `mapped`: it was confirmed; `started`: see `job`. */
  readonly state: 'waiting' | 'read' | 'mapped' | 'started';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly table?: ImportTable;
  readonly mapping?: ImportMappingOutput;
  /** Its latest run; `notes` count the rows that were created, updated, unchanged and failed. */
  readonly job?: Job;
};

/** What was found in a file. */
export type ImportTable = {
  /** The names in the first row, made different from each other. */
  readonly columns: readonly string[];
  /** How many rows there are below it. */
  readonly rows: number;
  /** The first 20 of them. */
  readonly sample: readonly (readonly (string | number | boolean | null)[])[];
  readonly delimiter?: ',' | ';' | '\t' | '|';
  readonly encoding?: 'utf-8' | 'utf-16le' | 'windows-1252';
  readonly sheet?: string;
  readonly sheets?: readonly string[];
};

export type ImportWithUpload = {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly contentType: 'text/csv' | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  /** `waiting` for the file; `read`: its mapping is a guess; `mapped`: it was confirmed; `started`: see `job`. */
  readonly state: 'waiting' | 'read' | 'mapped' | 'started';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly table?: ImportTable;
  readonly mapping?: ImportMappingOutput;
  /** Its latest run; `notes` count the rows that were created, updated, unchanged and failed. */
  readonly job?: Job;
  readonly upload: {
    /** PUT the file here, with these headers. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly expiresAt: string;
  };
};

/** What can be imported, and from which columns. */
export type ImportEntity = {
  readonly entity: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    /** What its cells hold. */
    readonly reads: string;
    /** The unit unless the mapping says another one. */
    readonly unit?: 'm' | 'km' | 'mi' | 's' | 'min' | 'h' | 'ml' | 'l' | 'gal-us' | 'gal-uk' | 'wh' | 'kwh';
    /** Whether a row must have it that makes something new. */
    readonly required: boolean;
    readonly example: string;
  }[];
  /** By what rows can be matched. */
  readonly keys: readonly {
    readonly name: string;
    readonly fields: readonly string[];
  }[];
};

/** What a run would do now. Nothing has been written. */
export type ImportPreview = {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Those of the first rows that cannot be imported; 100 at most. */
  readonly errors: readonly ImportRowError[];
};

export type ImportRowError = {
  /** The row's number in the file; the header is row 1. */
  readonly row: number;
  readonly column?: string;
  readonly field?: string;
  readonly value?: string;
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

export type ViewStanding = {
  readonly view: string;
  /** The generation that is read. */
  readonly serving: number;
  /** The generation that is being built beside it. */
  readonly building?: number;
  /** Reads of one document that this instance answered from its memory. */
  readonly hits: number;
  /** Those for which it had to ask the store. */
  readonly misses: number;
};

export type DeadLetter = {
  readonly queue: string;
  readonly sequenceNumber: string;
  readonly enqueuedAt: string;
  /** `MaxDeliveryCountExceeded` where the broker gave it up after many attempts. */
  readonly reason?: string;
  readonly description?: string;
  /** How often it was delivered, before and since. */
  readonly deliveries: number;
  readonly session?: string;
  readonly bytes: number;
};

/** A point on the map that has a name: a depot, a customer, a garage. */
export type Place = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'depot' | 'customer' | 'garage' | 'fuel' | 'parking' | 'home' | 'other';
  readonly address?: string;
  readonly position: {
    readonly lat: number;
    readonly lon: number;
  };
  readonly radiusMetres?: number;
  readonly notes?: string;
  /** Values of the fields defined with `custom-fields`, by key. */
  readonly customFields?: Readonly<Record<string, string | number | boolean>>;
  /** The group it belongs to; absent: the company itself. */
  readonly groupId?: string;
  readonly status: 'active' | 'archived';
  readonly createdAt: string;
  readonly archivedAt?: string;
  /** In a list that was asked for with `near`: how far it is from there. */
  readonly distanceMetres?: number;
  readonly version: number;
};

/** A part of the map that is watched: who comes, who goes, how fast, when. */
export type Geofence = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly colour?: string;
  readonly tags: readonly string[];
  readonly shape: GeofenceShapeOutput;
  readonly rules: GeofenceRulesOutput;
  /** What the file calls it that it was imported from. */
  readonly externalId?: string;
  /** The group it belongs to; absent: the company itself. */
  readonly groupId?: string;
  readonly status: 'active' | 'archived';
  readonly createdAt: string;
  readonly archivedAt?: string;
  readonly version: number;
};

/** A geofence as a feature of GeoJSON (RFC 7946). */
export type GeofenceFeature = {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: {
    readonly type: string;
    readonly coordinates: readonly unknown[];
  } | null;
  readonly properties: {
    readonly name: string;
    readonly description?: string;
    readonly colour?: string;
    readonly tags: readonly string[];
    readonly externalId?: string;
    /** A group of the company. */
    readonly groupId?: string;
    readonly shape: 'circle' | 'polygon' | 'corridor' | 'rectangle' | 'around-vehicle';
    /** Of a circle, around its point or its vehicle: metres. */
    readonly radius?: number;
    /** Of a corridor, from edge to edge: metres. */
    readonly width?: number;
    /** With which it moves; then there is no geometry. */
    readonly vehicleId?: string;
  };
};

export type ImportedFeatures = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  /** In the order of the features. */
  readonly results: readonly ImportedFeature[];
};

export type ImportedFeature = {
  /** Of the feature, from 0. */
  readonly index: number;
  readonly status: 'created' | 'updated' | 'unchanged' | 'refused';
  /** Several for a MultiPolygon of several parts. */
  readonly geofenceIds?: readonly string[];
  /** Why it was refused, and which members of the feature it is about. */
  readonly issues?: readonly {
    readonly path: readonly (string | number)[];
    readonly message: string;
  }[];
};

/** What a vehicle had to do with a geofence: one time inside, or away from it. */
export type GeofenceVisit = {
  readonly id: string;
  /** `visit`: the vehicle was inside. `crossing`: it went through between two positions, neither of which is inside. `absence`: it should have been inside, and was not. */
  readonly kind: 'visit' | 'crossing' | 'absence';
  /** `withdrawn`: positions that came late have shown that there was none. */
  readonly status: 'open' | 'over' | 'withdrawn';
  readonly geofenceId: string;
  readonly vehicleId: string;
  /** Who had the vehicle when it began, as far as that was known. */
  readonly driverId?: string;
  /** When it came in; of an absence, when it began. */
  readonly enteredAt: string;
  /** When it went out; of an absence, when it ended. Absent while it is open. */
  readonly leftAt?: string;
  /** How long it lasted. Absent while it is open. */
  readonly seconds?: number;
  /** When it had been inside for as long as the geofence says. */
  readonly dwelledAt?: string;
  /** Where it was then. */
  readonly entered?: {
    readonly lat: number;
    readonly lon: number;
  };
  readonly left?: {
    readonly lat: number;
    readonly lon: number;
  };
  /** The highest inside, metres per second. */
  readonly maxSpeed?: number;
  /** It has not left: the geofence was archived, redrawn, or its hours were over. */
  readonly endedBecause?: 'fence-changed';
  /** When it became known, which may be long after it began. */
  readonly recordedAt: string;
  /** When late positions have changed it last. */
  readonly correctedAt?: string;
  readonly version: number;
};

/** Who did what, when and from where. Nobody can change it without the entries after it no longer fitting. */
export type AuditEntry = {
  readonly id: string;
  readonly at: string;
  /** `user:<address>`, `client:<id>`, `device:<id>` or `system:<what>`. */
  readonly actor: string;
  /** The address that the request came from, where it is known. */
  readonly from?: string;
  readonly correlationId: string;
  /** `done`: it happened; `refused`: it did not; `read`: something sensitive was given out. */
  readonly outcome: 'done' | 'refused' | 'read';
  /** What happened, `vehicles.VehicleRenamed`; or the operation that was asked for. */
  readonly action: string;
  /** What it was done to. */
  readonly subject?: {
    readonly kind: string;
    readonly id: string;
  };
  /** The members that changed, as they were. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** The members that changed, as they are since. */
  readonly after?: Readonly<Record<string, unknown>>;
  /** What else was said, such as a reason. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Why it was refused. */
  readonly refusal?: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
  };
  /** How often the same was refused within a minute. */
  readonly count?: number;
  /** The month; its entries are a chain. */
  readonly chain: string;
  /** Its place in the chain, from 1. */
  readonly seq: number;
  /** The hash of the entry before. */
  readonly previous: string;
  /** SHA-256 of `previous` and of everything else of the entry as it is stored. */
  readonly hash: string;
};

export type GroupTree = {
  /** Every group after its parent, siblings by name. */
  readonly items: readonly Group[];
  readonly version: number;
};

/** A depot, a region, a department: what vehicles, drivers and roles can belong to. */
export type Group = {
  /** A group of the company. */
  readonly id: string;
  readonly name: string;
  /** Absent at the top of the tree. */
  readonly parentId?: string;
  /** The names from the top of the tree down to this group. */
  readonly path: readonly string[];
  /** Nothing can be put into it since then. */
  readonly archivedAt?: string;
  /** Of the whole tree: every change of any group makes a new one. */
  readonly version: number;
};

export type RenewalRecord = {
  readonly id: string;
  readonly subject: RenewalSubjectOutput;
  readonly kind: 'registration' | 'insurance' | 'inspection' | 'licence' | 'permit' | 'lease' | 'other';
  readonly title: string;
  /** The last day on which all is well. */
  readonly dueOn: string;
  readonly remindDaysBefore: readonly number[];
  /** It comes again so many months after it was due. */
  readonly repeatsMonths?: number;
  readonly cost?: MoneyOutput;
  readonly notes?: string;
  readonly documentIds?: readonly string[];
  readonly notify?: readonly string[];
  readonly status: 'open' | 'done' | 'cancelled';
  /** It follows a driving licence or a document that expires, and changes with that. */
  readonly follows?: {
    readonly kind: 'licence' | 'document';
    readonly id: string;
  };
  readonly snoozedUntil?: string;
  /** When somebody was reminded last. */
  readonly remindedOn?: string;
  readonly doneOn?: string;
  /** The renewal that this one came after. */
  readonly previousId?: string;
  /** The renewal that came after this one. */
  readonly nextId?: string;
  readonly addedAt: string;
  readonly version: number;
};

/** How the company came to the vehicle. */
export type VehicleAcquisitionOutput = {
  readonly kind: 'purchase' | 'lease' | 'rent';
  /** When it came to the company. */
  readonly on: string;
  /** What it has cost; of a lease, what it is worth in the books. */
  readonly price?: MoneyOutput;
  readonly vendor?: string;
  /** When a lease or a rent ends. */
  readonly leaseEndsOn?: string;
};

/** An amount of money. */
export type MoneyOutput = {
  /** In the smallest unit of the currency: 1250 is 12.50 EUR. */
  readonly amount: number;
  /** ISO 4217, for example EUR. */
  readonly currency: string;
};

/** How the vehicle loses its value in the books. */
export type VehicleDepreciationOutput =
  | {
      readonly method: 'straight-line';
      /** Over how many months it is written off. */
      readonly lifeMonths: number;
      /** What it is expected to be worth in the end; the book value stops there. */
      readonly residual: MoneyOutput;
    }
  | {
      readonly method: 'declining-balance';
      /** Of the value at the beginning of each year. */
      readonly annualRatePercent: number;
      /** What it is expected to be worth in the end; the book value stops there. */
      readonly residual: MoneyOutput;
    };

/** When the vehicle is to be replaced: when the first of these is reached. */
export type VehicleReplacementOutput = {
  readonly on?: string;
  /** Lifetime distance, in metres. */
  readonly odometerMetres?: number;
  readonly reason?: string;
};

/** What the values of a field are like. */
export type CustomFieldTypeOutput =
  | {
      readonly type: 'text';
      readonly maxLength?: number;
    }
  | {
      readonly type: 'number';
      readonly unit?: string;
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly type: 'date';
    }
  | {
      readonly type: 'boolean';
    }
  | {
      readonly type: 'choice';
      /** What can be chosen, in this order. */
      readonly options: readonly string[];
    };

/** Whom to call when something has happened to the driver. */
export type EmergencyContactOutput = {
  readonly name: string;
  readonly phone: string;
  /** What they are to the driver: spouse, brother, doctor. */
  readonly relation?: string;
};

/** What has to be renewed for. */
export type RenewalSubjectOutput = {
  readonly kind: 'vehicle' | 'driver' | 'place' | 'company';
  /** Which one; absent for the company. */
  readonly id?: string;
};

/** The record that a document is about. */
export type DocumentSubjectOutput = {
  readonly kind: 'company' | 'vehicle' | 'driver' | 'place' | 'renewal';
  /** Which one; absent for the company. */
  readonly id?: string;
};

export type ProviderSettingsOutput = {
  /** Where to ask, if not the usual place: `https://api.eu.samsara.com`. It must be a server of the provider, by https. */
  readonly server?: string;
  /** Geotab: the name of the database. */
  readonly database?: string;
  /** Geotab: who signs in. */
  readonly userName?: string;
  /** Flespi: the channel to be asked for its messages. */
  readonly channelId?: number;
};

export type ImportMappingOutput = {
  /** Columns that are not named here are not read. */
  readonly columns: readonly {
    readonly column: string;
    readonly field: string;
  }[];
  /** By what rows are matched with what is there: one of the `keys` of the entity. */
  readonly keyField: string;
  /** How days are written. `2026-03-31` is understood whatever it says. */
  readonly dateFormat: 'YYYY-MM-DD' | 'YYYY/MM/DD' | 'DD.MM.YYYY' | 'DD/MM/YYYY' | 'DD-MM-YYYY' | 'MM/DD/YYYY';
  /** What stands before the decimals. */
  readonly decimal: '.' | ',';
  /** Of times that do not say theirs. */
  readonly timeZone: string;
  /** The unit of a field, where it is not the usual one. */
  readonly units: Readonly<
    Record<string, 'm' | 'km' | 'mi' | 's' | 'min' | 'h' | 'ml' | 'l' | 'gal-us' | 'gal-uk' | 'wh' | 'kwh'>
  >;
};

/** What a geofence covers. Degrees of WGS 84, metres. */
export type GeofenceShapeOutput =
  | {
      readonly type: 'circle';
      readonly center: GeoPointOutput;
      readonly radiusMetres: number;
    }
  | {
      readonly type: 'polygon';
      /** The outline, then the holes in it. */
      readonly rings: readonly (readonly GeoPointOutput[])[];
    }
  | {
      readonly type: 'corridor';
      readonly path: readonly GeoPointOutput[];
      /** From edge to edge. */
      readonly widthMetres: number;
    }
  | {
      readonly type: 'rectangle';
      readonly southWest: GeoPointOutput;
      /** With a smaller longitude than the other corner, it spans the 180th meridian. */
      readonly northEast: GeoPointOutput;
    }
  | {
      readonly type: 'around-vehicle';
      /** It moves with this vehicle. */
      readonly vehicleId: string;
      readonly radiusMetres: number;
    };

/** Degrees of WGS 84. */
export type GeoPointOutput = {
  readonly lat: number;
  readonly lon: number;
};

/** When, for whom and for what a geofence watches. */
export type GeofenceRulesOutput = {
  readonly altitude?: AltitudeBandOutput;
  /** Outside of all of them it is as if there were no geofence: visits end with the window. Absent: always. */
  readonly activeTimes?: readonly ActiveTimeOutput[];
  /** Metres per second, in force inside. */
  readonly speedLimit?: number;
  /** A visit that lasts this long is told about. */
  readonly dwellSeconds?: number;
  /** The vehicles should be inside; it is told when they are not. */
  readonly expectInside?: boolean;
  /** Absent: the vehicles of the group that the geofence belongs to and of those below it; of the company itself, every vehicle. */
  readonly appliesTo?: GeofenceAppliesToOutput;
  readonly debounce?: GeofenceDebounceOutput;
};

/** Metres above the ellipsoid. Outside of it one is not in the geofence; a position without altitude counts as within it. */
export type AltitudeBandOutput = {
  readonly minMetres?: number;
  readonly maxMetres?: number;
};

/** Windows of time, by the clocks of a time zone. */
export type ActiveTimeOutput = {
  /** When the first window opens, by the clocks of the time zone. */
  readonly start: string;
  /** How long each window is, by the stop-watch. */
  readonly durationMinutes: number;
  /** How it repeats: the value of an RRULE of RFC 5545. Without it there is one window. */
  readonly rule?: string;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
};

/** The vehicles it watches: those of the groups, and those named. */
export type GeofenceAppliesToOutput = {
  /** The vehicles of these groups and of those below them. */
  readonly groupIds?: readonly string[];
  readonly vehicleIds?: readonly string[];
};

/** What keeps a vehicle that parks at the edge from coming and going. Visits begin and end when they really did, however late that is known. */
export type GeofenceDebounceOutput = {
  /** How far beyond the edge, besides what the position may be wrong by, one is clearly inside or outside; 10 unless told. 0: positions are taken as they are. */
  readonly marginMetres?: number;
  /** For how long one must be seen inside when it is not clear at once; 60 unless told. 0: the first position decides. */
  readonly enterSeconds?: number;
  /** For how long one must be seen outside when it is not clear at once; 30 unless told. 0: the first position decides. */
  readonly exitSeconds?: number;
};

export interface Routes {
  /** Describe this API (OpenAPI 3.1). */
  'GET openapi.json': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: { readonly openapi: string; [name: string]: unknown };
  };
  /** List the codes of problems. */
  'GET problems': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: {
      readonly items: readonly ProblemCode[];
    };
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
  /** List the companies you belong to. */
  'GET me/companies': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: Companies;
  };
  /** Work for another of your companies. */
  'POST me/company': {
    path: undefined;
    query: undefined;
    body: {
      readonly tenantId: string;
    };
    answer: Companies;
  };
  /** End all your sessions. */
  'POST me/sign-out-everywhere': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  /** Say when a session begins. */
  'POST sign-in/roles': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: {
      readonly roles: readonly string[];
    };
  };
  /** Show your company. */
  'GET company': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: OwnCompany;
  };
  /** Change what your company is called and where it is. */
  'PATCH company': {
    path: undefined;
    query: undefined;
    body: {
      readonly name?: string;
      readonly timeZone?: string;
    };
    answer: OwnCompany;
  };
  /** List the roles and what each may do. */
  'GET roles': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: {
      readonly items: readonly Role[];
    };
  };
  /** List the members. */
  'GET members': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'email' | '-email' | 'since' | '-since' | undefined;
      readonly fields?:
        | readonly ('id' | 'email' | 'role' | 'groups' | 'status' | 'since' | 'removedAt' | 'signedOutAt' | 'version')[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'removed')[] | undefined;
      readonly role?: readonly ('owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Member[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Member;
  };
  /** Show a member. */
  'GET members/{memberId}': {
    path: { readonly memberId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly ('id' | 'email' | 'role' | 'groups' | 'status' | 'since' | 'removedAt' | 'signedOutAt' | 'version')[]
        | undefined;
    };
    body: undefined;
    answer: Member;
  };
  /** Show what was decided about a member. */
  'GET members/{memberId}/history': {
    path: { readonly memberId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Give a member another role. */
  'POST members/{memberId}/role': {
    path: { readonly memberId: string };
    query: undefined;
    body: {
      readonly role: 'owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer';
    };
    answer: Member;
  };
  /** Limit a member to groups, or let them see the whole company. */
  'POST members/{memberId}/limit': {
    path: { readonly memberId: string };
    query: undefined;
    body: {
      /** `null`: the whole company. */
      readonly groups: readonly string[] | null;
    };
    answer: Member;
  };
  /** Remove a member. */
  'POST members/{memberId}/remove': {
    path: { readonly memberId: string };
    query: undefined;
    body: undefined;
    answer: Member;
  };
  /** End all sessions of a member. */
  'POST members/{memberId}/sign-out-everywhere': {
    path: { readonly memberId: string };
    query: undefined;
    body: undefined;
    answer: Member;
  };
  /** List the invitations. */
  'GET invitations': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'invitedAt' | '-invitedAt' | 'email' | '-email' | 'expiresAt' | '-expiresAt' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'email'
            | 'role'
            | 'groups'
            | 'status'
            | 'invitedAt'
            | 'invitedBy'
            | 'expiresAt'
            | 'version'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('pending' | 'accepted' | 'revoked')[] | undefined;
      readonly role?: readonly ('owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
      readonly expiresAtFrom?: string | undefined;
      readonly expiresAtTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Invitation[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Invitation;
  };
  /** Invite a person. */
  'POST invitations': {
    path: undefined;
    query: undefined;
    body: {
      readonly email: string;
      readonly role: 'owner' | 'admin' | 'dispatcher' | 'technician' | 'driver' | 'viewer';
      /** Limits it to these groups, each with everything below it. Absent: the whole company. */
      readonly groups?: readonly string[];
    };
    answer: InvitationWithToken;
  };
  /** Accept an invitation. */
  'POST invitations/accept': {
    path: undefined;
    query: undefined;
    body: {
      readonly token: string;
    };
    answer: Company;
  };
  /** Show an invitation. */
  'GET invitations/{invitationId}': {
    path: { readonly invitationId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'email'
            | 'role'
            | 'groups'
            | 'status'
            | 'invitedAt'
            | 'invitedBy'
            | 'expiresAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: Invitation;
  };
  /** Send an invitation again. */
  'POST invitations/{invitationId}/resend': {
    path: { readonly invitationId: string };
    query: undefined;
    body: undefined;
    answer: InvitationWithToken;
  };
  /** Revoke an invitation. */
  'POST invitations/{invitationId}/revoke': {
    path: { readonly invitationId: string };
    query: undefined;
    body: undefined;
    answer: Invitation;
  };
  /** List the API clients. */
  'GET api-clients': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'name' | '-name' | 'createdAt' | '-createdAt' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'scopes'
            | 'groups'
            | 'status'
            | 'expiresAt'
            | 'createdAt'
            | 'rotatedAt'
            | 'previousKeyUntil'
            | 'revokedAt'
            | 'lastUsedAt'
            | 'version'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'revoked')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly ApiClient[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: ApiClient;
  };
  /** Issue an API client. */
  'POST api-clients': {
    path: undefined;
    query: undefined;
    body: {
      readonly name: string;
      /** None that you do not have yourself. */
      readonly scopes: readonly (
        | 'telemetry:ingest'
        | 'self:read'
        | 'self:write'
        | 'vehicles:read'
        | 'meters:read'
        | 'custom-fields:read'
        | 'devices:read'
        | 'drivers:read'
        | 'assignments:read'
        | 'telemetry:read'
        | 'live:read'
        | 'groups:read'
        | 'places:read'
        | 'geofences:read'
        | 'renewals:read'
        | 'documents:read'
        | 'trips:read'
        | 'energy:read'
        | 'vehicles:status'
        | 'meters:write'
        | 'imports:read'
        | 'imports:write'
        | 'renewals:write'
        | 'documents:write'
        | 'vehicles:write'
        | 'drivers:write'
        | 'places:write'
        | 'geofences:write'
        | 'trips:write'
        | 'energy:write'
        | 'scorecards:read'
        | 'assignments:write'
        | 'ops:read'
        | 'custom-fields:write'
        | 'devices:write'
        | 'drivers:erase'
        | 'ops:write'
        | 'jobs:read'
        | 'groups:write'
        | 'access:read'
        | 'access:write'
        | 'audit:read'
        | 'providers:read'
        | 'providers:write'
      )[];
      /** Limits it to these groups, each with everything below it. Absent: the whole company. */
      readonly groups?: readonly string[];
      readonly expiresAt?: string;
    };
    answer: ApiClientWithKey;
  };
  /** Show an API client. */
  'GET api-clients/{clientId}': {
    path: { readonly clientId: string };
    query: undefined;
    body: undefined;
    answer: ApiClient;
  };
  /** Give an API client another key. */
  'POST api-clients/{clientId}/rotate': {
    path: { readonly clientId: string };
    query: undefined;
    body: {
      /** How long the key before still works, in seconds. */
      readonly overlapSeconds?: number;
    };
    answer: ApiClientWithKey;
  };
  /** Revoke an API client. */
  'POST api-clients/{clientId}/revoke': {
    path: { readonly clientId: string };
    query: undefined;
    body: undefined;
    answer: ApiClient;
  };
  /** List the fleet. */
  'GET vehicles': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?:
        | 'name'
        | '-name'
        | 'plate'
        | '-plate'
        | 'modelYear'
        | '-modelYear'
        | 'odometer'
        | '-odometer'
        | 'registeredAt'
        | '-registeredAt'
        | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'kind'
            | 'externalId'
            | 'plate'
            | 'vin'
            | 'make'
            | 'model'
            | 'modelYear'
            | 'energy'
            | 'tankMillilitres'
            | 'batteryWattHours'
            | 'colour'
            | 'notes'
            | 'tags'
            | 'customFields'
            | 'acquisition'
            | 'depreciation'
            | 'replacement'
            | 'vinCheck'
            | 'status'
            | 'statusReason'
            | 'groupId'
            | 'meters'
            | 'registeredAt'
            | 'retiredAt'
            | 'soldOn'
            | 'salePrice'
            | 'version'
            | 'warnings'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'in-shop' | 'out-of-service' | 'retired' | 'sold')[] | undefined;
      readonly kind?: readonly ('car' | 'van' | 'truck' | 'bus' | 'trailer' | 'equipment' | 'other')[] | undefined;
      readonly energy?:
        | readonly (
            | 'diesel'
            | 'petrol'
            | 'electric'
            | 'hybrid'
            | 'plug-in-hybrid'
            | 'cng'
            | 'lpg'
            | 'hydrogen'
            | 'none'
          )[]
        | undefined;
      readonly groupId?: readonly string[] | undefined;
      readonly tag?: readonly string[] | undefined;
      readonly make?: readonly string[] | undefined;
      readonly externalId?: readonly string[] | undefined;
      readonly modelYearFrom?: number | undefined;
      readonly modelYearTo?: number | undefined;
      readonly registeredAtFrom?: string | undefined;
      readonly registeredAtTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Vehicle[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Vehicle;
  };
  /** Add a vehicle to the fleet. */
  'POST vehicles': {
    path: undefined;
    query: undefined;
    body: {
      readonly name: string;
      readonly kind?: 'car' | 'van' | 'truck' | 'bus' | 'trailer' | 'equipment' | 'other';
      /** What another system of yours calls it. */
      readonly externalId?: string;
      /** Registration plate. Two vehicles may have the same: plates are swapped. */
      readonly plate?: string;
      /** Vehicle identification number of ISO 3779. */
      readonly vin?: string;
      readonly make?: string;
      readonly model?: string;
      readonly modelYear?: number;
      /** What it runs on. */
      readonly energy?:
        | 'diesel'
        | 'petrol'
        | 'electric'
        | 'hybrid'
        | 'plug-in-hybrid'
        | 'cng'
        | 'lpg'
        | 'hydrogen'
        | 'none';
      /** Room in the tank, in millilitres. */
      readonly tankMillilitres?: number;
      /** Usable battery, in watt-hours. */
      readonly batteryWattHours?: number;
      readonly colour?: string;
      readonly notes?: string;
      /** At most 30. */
      readonly tags?: readonly string[];
      /** Values of the fields defined with `custom-fields`, by key. */
      readonly customFields?: Readonly<Record<string, string | number | boolean>>;
      readonly acquisition?: VehicleAcquisition;
      readonly depreciation?: VehicleDepreciation;
      readonly replacement?: VehicleReplacement;
      /** The group it belongs to; without it, the company itself. */
      readonly groupId?: string;
    };
    answer: Vehicle;
  };
  /** Show a vehicle. */
  'GET vehicles/{vehicleId}': {
    path: { readonly vehicleId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'kind'
            | 'externalId'
            | 'plate'
            | 'vin'
            | 'make'
            | 'model'
            | 'modelYear'
            | 'energy'
            | 'tankMillilitres'
            | 'batteryWattHours'
            | 'colour'
            | 'notes'
            | 'tags'
            | 'customFields'
            | 'acquisition'
            | 'depreciation'
            | 'replacement'
            | 'vinCheck'
            | 'status'
            | 'statusReason'
            | 'groupId'
            | 'meters'
            | 'registeredAt'
            | 'retiredAt'
            | 'soldOn'
            | 'salePrice'
            | 'version'
            | 'warnings'
          )[]
        | undefined;
    };
    body: undefined;
    answer: Vehicle;
  };
  /** Change what describes a vehicle. */
  'PATCH vehicles/{vehicleId}': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly name?: string;
      readonly kind?: 'car' | 'van' | 'truck' | 'bus' | 'trailer' | 'equipment' | 'other';
      /** At most 30. */
      readonly tags?: readonly string[];
      /** New values by key; `null` takes a value away, a key that is not named keeps its own. */
      readonly customFields?: Readonly<Record<string, (string | number | boolean) | null>>;
      readonly externalId?: string | null;
      readonly plate?: string | null;
      readonly vin?: string | null;
      readonly make?: string | null;
      readonly model?: string | null;
      readonly modelYear?: number | null;
      readonly energy?:
        | 'diesel'
        | 'petrol'
        | 'electric'
        | 'hybrid'
        | 'plug-in-hybrid'
        | 'cng'
        | 'lpg'
        | 'hydrogen'
        | 'none'
        | null;
      readonly tankMillilitres?: number | null;
      readonly batteryWattHours?: number | null;
      readonly colour?: string | null;
      readonly notes?: string | null;
      readonly acquisition?: VehicleAcquisition | null;
      readonly depreciation?: VehicleDepreciation | null;
      readonly replacement?: VehicleReplacement | null;
    };
    answer: Vehicle;
  };
  /** Show what was decided about a vehicle. */
  'GET vehicles/{vehicleId}/history': {
    path: { readonly vehicleId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Change many vehicles at once. */
  'POST vehicles/bulk': {
    path: undefined;
    query: undefined;
    body: {
      readonly commands: readonly VehicleCommand[];
    };
    answer: {
      /** In the order of the commands. */
      readonly results: readonly {
        /** Of the command, from 0. */
        readonly index: number;
        /** What the command alone would have answered. */
        readonly status: number;
        readonly vehicle?: Vehicle;
        readonly problem?: Problem;
      }[];
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
  /** Move a vehicle to another group. */
  'POST vehicles/{vehicleId}/move': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      /** `null` for the company itself. */
      readonly groupId: string | null;
    };
    answer: Vehicle;
  };
  /** Add tags to a vehicle. */
  'POST vehicles/{vehicleId}/tag': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly tags: readonly string[];
    };
    answer: Vehicle;
  };
  /** Take tags off a vehicle. */
  'POST vehicles/{vehicleId}/untag': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly tags: readonly string[];
    };
    answer: Vehicle;
  };
  /** Say whether a vehicle is active, in the shop or out of service. */
  'POST vehicles/{vehicleId}/status': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly status: 'active' | 'in-shop' | 'out-of-service';
      /** Why, for whoever looks at the history. */
      readonly reason?: string;
    };
    answer: Vehicle;
  };
  /** Take a vehicle out of the fleet for good. */
  'POST vehicles/{vehicleId}/retire': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly reason: string;
    };
    answer: Vehicle;
  };
  /** Record that a vehicle was sold. */
  'POST vehicles/{vehicleId}/sell': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly soldOn: string;
      readonly price?: Money;
      readonly buyer?: string;
    };
    answer: Vehicle;
  };
  /** Take a retired or sold vehicle back into use. */
  'POST vehicles/{vehicleId}/reinstate': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly reason: string;
    };
    answer: Vehicle;
  };
  /** Tell what a vehicle is worth in the books. */
  'GET vehicles/{vehicleId}/value': {
    path: { readonly vehicleId: string };
    query: { readonly on?: string | undefined };
    body: undefined;
    answer: VehicleValue;
  };
  /** Tell whether a vehicle is due to be replaced. */
  'GET vehicles/{vehicleId}/replacement': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: undefined;
    answer: VehicleReplacementDue;
  };
  /** Count the fleet by status, kind and group. */
  'GET fleet/summary': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: FleetSummary;
  };
  /** Decode a VIN. */
  'GET vin/{vin}': {
    path: { readonly vin: string };
    query: undefined;
    body: undefined;
    answer: DecodedVin;
  };
  /** List the readings of a vehicle. */
  'GET vehicles/{vehicleId}/meters': {
    path: { readonly vehicleId: string };
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly meter?: 'odometer' | 'engineHours' | undefined;
      readonly void?: 'true' | 'false' | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly MeterReading[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Record what a meter shows. */
  'POST vehicles/{vehicleId}/meters': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      /** The odometer counts metres, engine hours are counted in seconds. */
      readonly meter: 'odometer' | 'engineHours';
      readonly value: number;
      readonly at: string;
      /** Where the reading comes from. */
      readonly source?: 'manual' | 'fuel' | 'inspection' | 'device' | 'import';
      readonly note?: string;
    };
    answer: MeterReading;
  };
  /** Compare what people read with what the device counted. */
  'GET vehicles/{vehicleId}/meters/drift': {
    path: { readonly vehicleId: string };
    query: { readonly meter?: 'odometer' | 'engineHours' | undefined };
    body: undefined;
    answer: MeterDrift;
  };
  /** Record that a meter was replaced. */
  'POST vehicles/{vehicleId}/meters/replace': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      /** The odometer counts metres, engine hours are counted in seconds. */
      readonly meter: 'odometer' | 'engineHours';
      /** What the old one showed last. */
      readonly oldValue: number;
      /** What the new one showed first. */
      readonly newValue?: number;
      readonly at: string;
    };
    answer: VehicleMeters;
  };
  /** Say that a reading does not count. */
  'POST vehicles/{vehicleId}/meters/{readingId}/void': {
    path: { readonly vehicleId: string; readonly readingId: string };
    query: undefined;
    body: {
      readonly reason: string;
    };
    answer: MeterReading;
  };
  /** Let a doubted reading count. */
  'POST vehicles/{vehicleId}/meters/{readingId}/accept': {
    path: { readonly vehicleId: string; readonly readingId: string };
    query: undefined;
    body: undefined;
    answer: MeterReading;
  };
  /** List the fields of your own of every kind of record. */
  'GET custom-fields': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'id' | '-id' | undefined;
      readonly fields?: readonly ('id' | 'fields' | 'version')[] | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly CustomFields[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: CustomFields;
  };
  /** Show the fields of your own of a kind of record. */
  'GET custom-fields/{entity}': {
    path: { readonly entity: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?: readonly ('id' | 'fields' | 'version')[] | undefined;
    };
    body: undefined;
    answer: CustomFields;
  };
  /** Add a field of your own to a kind of record. */
  'POST custom-fields/{entity}': {
    path: { readonly entity: 'vehicle' | 'driver' | 'place' };
    query: undefined;
    body: {
      readonly key: string;
      readonly label: string;
      readonly kind: CustomFieldType;
      readonly required?: boolean;
    };
    answer: CustomFields;
  };
  /** Show what was decided about them. */
  'GET custom-fields/{entity}/history': {
    path: { readonly entity: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Change a field of your own. */
  'PATCH custom-fields/{entity}/{key}': {
    path: { readonly entity: 'vehicle' | 'driver' | 'place'; readonly key: string };
    query: undefined;
    body: {
      readonly label?: string;
      readonly kind?: CustomFieldType;
      readonly required?: boolean;
    };
    answer: CustomFields;
  };
  /** Archive a field of your own. */
  'POST custom-fields/{entity}/{key}/archive': {
    path: { readonly entity: 'vehicle' | 'driver' | 'place'; readonly key: string };
    query: undefined;
    body: undefined;
    answer: CustomFields;
  };
  /** Bring an archived field back. */
  'POST custom-fields/{entity}/{key}/restore': {
    path: { readonly entity: 'vehicle' | 'driver' | 'place'; readonly key: string };
    query: undefined;
    body: undefined;
    answer: CustomFields;
  };
  /** List devices. */
  'GET devices': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly vehicleId?: string | undefined;
      readonly with?: 'health' | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly ListedDevice[];
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
  /** List devices that send and are not registered. */
  'GET quarantined-devices': {
    path: undefined;
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly QuarantinedDevice[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Register a device that has been heard of. */
  'POST quarantined-devices/{deviceId}/adopt': {
    path: { readonly deviceId: string };
    query: undefined;
    body: {
      /** The vehicle it shall report for. */
      readonly vehicleId: string;
      readonly name?: string;
    };
    answer: DeviceWithKey;
  };
  /** Forget a device that has been heard of. */
  'POST quarantined-devices/{deviceId}/dismiss': {
    path: { readonly deviceId: string };
    query: undefined;
    body: undefined;
    answer: undefined;
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
      /** Values of the fields defined with `custom-fields`, by key. */
      readonly customFields?: Readonly<Record<string, string | number | boolean>>;
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
      /** New values by key; `null` takes a value away, a key that is not named keeps its own. */
      readonly customFields?: Readonly<Record<string, (string | number | boolean) | null>>;
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
  /** Tag a driver. */
  'POST drivers/{driverId}/tag': {
    path: { readonly driverId: string };
    query: undefined;
    body: {
      readonly tags: readonly string[];
    };
    answer: Driver;
  };
  /** Take tags from a driver. */
  'POST drivers/{driverId}/untag': {
    path: { readonly driverId: string };
    query: undefined;
    body: {
      readonly tags: readonly string[];
    };
    answer: Driver;
  };
  /** Change many drivers at once. */
  'POST drivers/bulk': {
    path: undefined;
    query: undefined;
    body: {
      readonly commands: readonly DriverCommand[];
    };
    answer: {
      /** In the order of the commands. */
      readonly results: readonly {
        /** Of the command, from 0. */
        readonly index: number;
        /** What the command alone would have answered. */
        readonly status: number;
        readonly driver?: Driver;
        readonly problem?: Problem;
      }[];
    };
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
    body: unknown;
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
  /** List who drives what, and who did and will. */
  'GET assignments': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'driverId'
            | 'from'
            | 'until'
            | 'plannedAt'
            | 'cancelledAt'
            | 'endReason'
            | 'version'
            | 'state'
            | 'driver'
          )[]
        | undefined;
      readonly vehicleId?: string | undefined;
      readonly driverId?: string | undefined;
      readonly driver?: string | undefined;
      readonly state?: 'planned' | 'current' | 'past' | 'cancelled' | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Assignment[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Assignment;
  };
  /** Show an assignment. */
  'GET assignments/{assignmentId}': {
    path: { readonly assignmentId: string };
    query: undefined;
    body: undefined;
    answer: Assignment;
  };
  /** End an assignment, now or at a time to come. */
  'POST assignments/{assignmentId}/end': {
    path: { readonly assignmentId: string };
    query: undefined;
    body: {
      /** When it ends by itself; without it, now. */
      readonly at?: string;
    };
    answer: Assignment;
  };
  /** Cancel a planned assignment. */
  'POST assignments/{assignmentId}/cancel': {
    path: { readonly assignmentId: string };
    query: undefined;
    body: undefined;
    answer: Assignment;
  };
  /** Plan who drives a vehicle, from when to when. */
  'POST vehicles/{vehicleId}/assignments': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      readonly driverId: string;
      /** When it begins by itself; without it, now. */
      readonly from?: string;
      /** When it ends by itself; without it, when somebody ends it. */
      readonly until?: string;
    };
    answer: Assignment;
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
  /** Let a driver drive a vehicle from now on. */
  'POST vehicles/{vehicleId}/driver': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      /** The address that a driver signs in with. */
      readonly driver?: string;
      readonly driverId?: string;
    };
    answer: CurrentAssignment;
  };
  /** Let nobody drive a vehicle from now on. */
  'POST vehicles/{vehicleId}/driver/end': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: undefined;
    answer: {
      readonly vehicleId: string;
      readonly driver: null;
    };
  };
  /** Show which vehicle is yours, and which is next. */
  'GET me/vehicle': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: MyVehicle;
  };
  /** Hand a vehicle over to another driver. */
  'POST vehicles/{vehicleId}/hand-over': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: {
      /** The address that the next driver signs in with. */
      readonly toDriver?: string;
      readonly toDriverId?: string;
      readonly deviceId: string;
      /** Where the device reports now; refused when that is not so any more. */
      readonly fromVehicleId?: string;
    };
    answer: HandOverStarted;
  };
  /** List what has to be renewed. */
  'GET renewals': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'dueOn' | '-dueOn' | 'title' | '-title' | 'addedAt' | '-addedAt' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'subject'
            | 'kind'
            | 'title'
            | 'dueOn'
            | 'remindDaysBefore'
            | 'repeatsMonths'
            | 'cost'
            | 'notes'
            | 'documentIds'
            | 'notify'
            | 'status'
            | 'follows'
            | 'snoozedUntil'
            | 'remindedOn'
            | 'doneOn'
            | 'previousId'
            | 'nextId'
            | 'addedAt'
            | 'version'
            | 'state'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly kind?:
        | readonly ('registration' | 'insurance' | 'inspection' | 'licence' | 'permit' | 'lease' | 'other')[]
        | undefined;
      readonly subjectKind?: readonly ('vehicle' | 'driver' | 'place' | 'company')[] | undefined;
      readonly subject?: readonly string[] | undefined;
      readonly dueOnFrom?: string | undefined;
      readonly dueOnTo?: string | undefined;
      readonly state?: 'ok' | 'due-soon' | 'overdue' | 'done' | 'cancelled' | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Renewal[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Renewal;
  };
  /** Add something that has to be renewed. */
  'POST renewals': {
    path: undefined;
    query: undefined;
    body: {
      readonly subject: RenewalSubject;
      readonly kind: 'registration' | 'insurance' | 'inspection' | 'licence' | 'permit' | 'lease' | 'other';
      readonly title: string;
      /** The last day on which all is well. */
      readonly dueOn: string;
      /** How many days before it is due somebody is reminded; from the first on it is due soon. */
      readonly remindDaysBefore?: readonly number[];
      /** It comes again so many months after it was due. */
      readonly repeatsMonths?: number;
      readonly cost?: Money;
      readonly notes?: string;
      readonly documentIds?: readonly string[];
      /** The members to remind; without it, those who run the company and its dispatchers. */
      readonly notify?: readonly string[];
    };
    answer: Renewal;
  };
  /** Show a renewal. */
  'GET renewals/{renewalId}': {
    path: { readonly renewalId: string };
    query: undefined;
    body: undefined;
    answer: Renewal;
  };
  /** Change what is known of a renewal. */
  'PATCH renewals/{renewalId}': {
    path: { readonly renewalId: string };
    query: undefined;
    body: {
      readonly kind?: 'registration' | 'insurance' | 'inspection' | 'licence' | 'permit' | 'lease' | 'other';
      readonly title?: string;
      /** The last day on which all is well. */
      readonly dueOn?: string;
      /** How many days before it is due somebody is reminded; from the first on it is due soon. */
      readonly remindDaysBefore?: readonly number[];
      readonly repeatsMonths?: number | null;
      readonly cost?: Money | null;
      readonly notes?: string | null;
      readonly documentIds?: readonly string[] | null;
      readonly notify?: readonly string[] | null;
    };
    answer: Renewal;
  };
  /** Show what was decided about a renewal. */
  'GET renewals/{renewalId}/history': {
    path: { readonly renewalId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Say that it was renewed. */
  'POST renewals/{renewalId}/complete': {
    path: { readonly renewalId: string };
    query: undefined;
    body: {
      /** The day on which it was done; today unless told. */
      readonly on?: string;
      /** When it is due again: a new renewal is made. Without it, one that repeats is due so many months after it was. */
      readonly nextDueOn?: string;
      readonly cost?: Money;
    };
    answer: Renewal;
  };
  /** Let nobody be reminded before a day. */
  'POST renewals/{renewalId}/snooze': {
    path: { readonly renewalId: string };
    query: undefined;
    body: {
      /** Nobody is reminded before this day. */
      readonly until: string;
    };
    answer: Renewal;
  };
  /** Cancel a renewal that is needed no more. */
  'POST renewals/{renewalId}/cancel': {
    path: { readonly renewalId: string };
    query: undefined;
    body: {
      readonly reason?: string;
    };
    answer: Renewal;
  };
  /** List documents. */
  'GET documents': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'name' | '-name' | 'addedAt' | '-addedAt' | 'expiresOn' | '-expiresOn' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'subject'
            | 'name'
            | 'kind'
            | 'expiresOn'
            | 'remind'
            | 'contentType'
            | 'bytes'
            | 'sha256'
            | 'status'
            | 'refused'
            | 'hasThumbnail'
            | 'addedAt'
            | 'addedBy'
            | 'version'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly subject?: readonly string[] | undefined;
      readonly kind?:
        | readonly (
            | 'registration'
            | 'insurance'
            | 'inspection'
            | 'licence'
            | 'contract'
            | 'invoice'
            | 'photo'
            | 'other'
          )[]
        | undefined;
      readonly status?: readonly ('awaiting-upload' | 'scanning' | 'ready' | 'refused' | 'removed')[] | undefined;
      readonly remind?: readonly ('true' | 'false')[] | undefined;
      readonly expiresOnFrom?: string | undefined;
      readonly expiresOnTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Document[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Document;
  };
  /** Add a document to a record. */
  'POST documents': {
    path: undefined;
    query: undefined;
    body: {
      readonly subject: DocumentSubject;
      /** What the file is called when it is downloaded. */
      readonly name: string;
      readonly kind?:
        | 'registration'
        | 'insurance'
        | 'inspection'
        | 'licence'
        | 'contract'
        | 'invoice'
        | 'photo'
        | 'other';
      readonly contentType:
        | 'application/pdf'
        | 'image/jpeg'
        | 'image/png'
        | 'image/webp'
        | 'image/heic'
        | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
        | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
        | 'text/csv'
        | 'text/plain';
      readonly bytes: number;
      /** Of the file; what arrives is compared with it. */
      readonly sha256?: string;
      /** The last day it is good for. */
      readonly expiresOn?: string;
      /** Whether its expiry is to be among the renewals. */
      readonly remind?: boolean;
    };
    answer: AddedDocument;
  };
  /** Show what is known of a document. */
  'GET documents/{documentId}': {
    path: { readonly documentId: string };
    query: undefined;
    body: undefined;
    answer: Document;
  };
  /** Change the name, the kind or the expiry of a document. */
  'PATCH documents/{documentId}': {
    path: { readonly documentId: string };
    query: undefined;
    body: {
      /** What the file is called when it is downloaded. */
      readonly name?: string;
      readonly kind?:
        | 'registration'
        | 'insurance'
        | 'inspection'
        | 'licence'
        | 'contract'
        | 'invoice'
        | 'photo'
        | 'other';
      readonly expiresOn?: string | null;
      /** Whether its expiry is to be among the renewals. */
      readonly remind?: boolean;
    };
    answer: Document;
  };
  /** Remove a document and its file. */
  'DELETE documents/{documentId}': {
    path: { readonly documentId: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  /** Show what was decided about a document. */
  'GET documents/{documentId}/history': {
    path: { readonly documentId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Say that the file of a document has been uploaded. */
  'POST documents/{documentId}/uploaded': {
    path: { readonly documentId: string };
    query: undefined;
    body: undefined;
    answer: Document;
  };
  /** Download the file of a document. */
  'GET documents/{documentId}/content': {
    path: { readonly documentId: string };
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  /** Show the small picture of a document. */
  'GET documents/{documentId}/thumbnail': {
    path: { readonly documentId: string };
    query: undefined;
    body: undefined;
    answer: undefined;
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
  /** Send what devices say, in their own protocol. */
  'POST ingest/frames/{protocol}': {
    path: { readonly protocol: string };
    query: undefined;
    body: string;
    answer: IngestedFrames;
  };
  /** Send what a device says, in its own protocol. */
  'POST ingest/frames/{protocol}/{deviceKey}': {
    path: { readonly protocol: string; readonly deviceKey: string };
    query: undefined;
    body: string;
    answer: Ingested;
  };
  /** Show how a device does. */
  'GET devices/{deviceId}/health': {
    path: { readonly deviceId: string };
    query: undefined;
    body: undefined;
    answer: DeviceHealth;
  };
  /** List the messages of a device as it has sent them. */
  'GET devices/{deviceId}/messages': {
    path: { readonly deviceId: string };
    query: {
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      readonly limit?: number | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly DeviceMessage[];
    };
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
  /** Show what a vehicle is doing. */
  'GET vehicles/{vehicleId}/activity': {
    path: { readonly vehicleId: string };
    query: undefined;
    body: undefined;
    answer: VehicleActivity;
  };
  /** List trips. */
  'GET trips': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: '-startedAt' | 'startedAt' | '-metres' | 'metres' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'driverId'
            | 'status'
            | 'classification'
            | 'classifiedBy'
            | 'purpose'
            | 'note'
            | 'startedAt'
            | 'endedAt'
            | 'metres'
            | 'movingSeconds'
            | 'idleSeconds'
            | 'startOdometer'
            | 'endOdometer'
            | 'fixes'
            | 'gaps'
            | 'endedBy'
            | 'consumed'
            | 'start'
            | 'end'
            | 'maxSpeed'
            | 'driving'
            | 'recordedAt'
            | 'correctedAt'
            | 'withdrawnAt'
            | 'version'
          )[]
        | undefined;
      readonly vehicleId?: readonly string[] | undefined;
      readonly driverId?: readonly string[] | undefined;
      readonly classification?: readonly ('unclassified' | 'business' | 'commute' | 'private')[] | undefined;
      readonly status?: readonly ('recorded' | 'withdrawn')[] | undefined;
      readonly startedAtFrom?: string | undefined;
      readonly startedAtTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Trip[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Trip;
  };
  /** Show a trip. */
  'GET trips/{tripId}': {
    path: { readonly tripId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'driverId'
            | 'status'
            | 'classification'
            | 'classifiedBy'
            | 'purpose'
            | 'note'
            | 'startedAt'
            | 'endedAt'
            | 'metres'
            | 'movingSeconds'
            | 'idleSeconds'
            | 'startOdometer'
            | 'endOdometer'
            | 'fixes'
            | 'gaps'
            | 'endedBy'
            | 'consumed'
            | 'start'
            | 'end'
            | 'maxSpeed'
            | 'driving'
            | 'recordedAt'
            | 'correctedAt'
            | 'withdrawnAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: Trip;
  };
  /** Show what became known of a trip. */
  'GET trips/{tripId}/history': {
    path: { readonly tripId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Change many trips at once. */
  'POST trips/bulk': {
    path: undefined;
    query: undefined;
    body: {
      readonly commands: readonly TripCommand[];
    };
    answer: {
      /** In the order of the commands. */
      readonly results: readonly {
        /** Of the command, from 0. */
        readonly index: number;
        /** What the command alone would have answered. */
        readonly status: number;
        readonly trip?: Trip;
        readonly problem?: Problem;
      }[];
    };
  };
  /** Say what a trip was for. */
  'POST trips/{tripId}/classify': {
    path: { readonly tripId: string };
    query: undefined;
    body: {
      /** Of a private trip nobody but its driver sees where it went and how it was driven. */
      readonly classification: 'business' | 'commute' | 'private';
      /** What the trip was for, and whom it was to, as a logbook asks for it. */
      readonly purpose?: string;
      readonly note?: string;
    };
    answer: Trip;
  };
  /** Say who drove a trip. */
  'POST trips/{tripId}/assign-driver': {
    path: { readonly tripId: string };
    query: undefined;
    body: {
      /** Who drove; `null` when nobody knows. */
      readonly driverId: string | null;
    };
    answer: Trip;
  };
  /** Add up the trips of a vehicle. */
  'GET vehicles/{vehicleId}/trips/summary': {
    path: { readonly vehicleId: string };
    query: { readonly from: string; readonly to: string };
    body: undefined;
    answer: TripSummary;
  };
  /** List the trips that you drove. */
  'GET me/trips': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: '-startedAt' | 'startedAt' | '-metres' | 'metres' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'driverId'
            | 'status'
            | 'classification'
            | 'classifiedBy'
            | 'purpose'
            | 'note'
            | 'startedAt'
            | 'endedAt'
            | 'metres'
            | 'movingSeconds'
            | 'idleSeconds'
            | 'startOdometer'
            | 'endOdometer'
            | 'fixes'
            | 'gaps'
            | 'endedBy'
            | 'consumed'
            | 'start'
            | 'end'
            | 'maxSpeed'
            | 'driving'
            | 'recordedAt'
            | 'correctedAt'
            | 'withdrawnAt'
            | 'version'
          )[]
        | undefined;
      readonly vehicleId?: readonly string[] | undefined;
      readonly classification?: readonly ('unclassified' | 'business' | 'commute' | 'private')[] | undefined;
      readonly status?: readonly ('recorded' | 'withdrawn')[] | undefined;
      readonly startedAtFrom?: string | undefined;
      readonly startedAtTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Trip[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Trip;
  };
  /** Show a trip that you drove. */
  'GET me/trips/{tripId}': {
    path: { readonly tripId: string };
    query: undefined;
    body: undefined;
    answer: Trip;
  };
  /** Say what a trip that you drove was for. */
  'POST me/trips/{tripId}/classify': {
    path: { readonly tripId: string };
    query: undefined;
    body: {
      /** Of a private trip nobody but its driver sees where it went and how it was driven. */
      readonly classification: 'business' | 'commute' | 'private';
      /** What the trip was for, and whom it was to, as a logbook asks for it. */
      readonly purpose?: string;
      readonly note?: string;
    };
    answer: Trip;
  };
  /** List when tanks were filled, or emptied other than by driving. */
  'GET fuel-events': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: '-at' | 'at' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'kind'
            | 'status'
            | 'at'
            | 'endedAt'
            | 'spot'
            | 'odometer'
            | 'fromPercent'
            | 'toPercent'
            | 'millilitres'
            | 'reason'
            | 'judgedAt'
            | 'recordedAt'
            | 'correctedAt'
            | 'withdrawnAt'
            | 'version'
          )[]
        | undefined;
      readonly vehicleId?: readonly string[] | undefined;
      readonly kind?: readonly ('refuelled' | 'drained')[] | undefined;
      readonly status?: readonly ('recorded' | 'confirmed' | 'dismissed' | 'withdrawn')[] | undefined;
      readonly atFrom?: string | undefined;
      readonly atTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly FuelEvent[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: FuelEvent;
  };
  /** Show when a tank was filled or emptied. */
  'GET fuel-events/{fuelEventId}': {
    path: { readonly fuelEventId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'kind'
            | 'status'
            | 'at'
            | 'endedAt'
            | 'spot'
            | 'odometer'
            | 'fromPercent'
            | 'toPercent'
            | 'millilitres'
            | 'reason'
            | 'judgedAt'
            | 'recordedAt'
            | 'correctedAt'
            | 'withdrawnAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: FuelEvent;
  };
  /** Show what became known of a fuel event. */
  'GET fuel-events/{fuelEventId}/history': {
    path: { readonly fuelEventId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Confirm that a tank was filled or emptied. */
  'POST fuel-events/{fuelEventId}/confirm': {
    path: { readonly fuelEventId: string };
    query: undefined;
    body: {
      /** Why, for whoever looks at the history. */
      readonly reason?: string;
    };
    answer: FuelEvent;
  };
  /** Say that a tank was not filled, or that nothing was stolen from it. */
  'POST fuel-events/{fuelEventId}/dismiss': {
    path: { readonly fuelEventId: string };
    query: undefined;
    body: {
      /** Why, for whoever looks at the history. */
      readonly reason?: string;
    };
    answer: FuelEvent;
  };
  /** List when batteries were charged. */
  'GET charge-sessions': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: '-at' | 'at' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'status'
            | 'at'
            | 'endedAt'
            | 'spot'
            | 'odometer'
            | 'fromPercent'
            | 'toPercent'
            | 'wattHours'
            | 'recordedAt'
            | 'correctedAt'
            | 'withdrawnAt'
            | 'version'
          )[]
        | undefined;
      readonly vehicleId?: readonly string[] | undefined;
      readonly status?: readonly ('recorded' | 'withdrawn')[] | undefined;
      readonly atFrom?: string | undefined;
      readonly atTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly ChargeSession[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: ChargeSession;
  };
  /** Show when a battery was charged. */
  'GET charge-sessions/{chargeSessionId}': {
    path: { readonly chargeSessionId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'vehicleId'
            | 'status'
            | 'at'
            | 'endedAt'
            | 'spot'
            | 'odometer'
            | 'fromPercent'
            | 'toPercent'
            | 'wattHours'
            | 'recordedAt'
            | 'correctedAt'
            | 'withdrawnAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: ChargeSession;
  };
  /** Show what became known of a charge session. */
  'GET charge-sessions/{chargeSessionId}/history': {
    path: { readonly chargeSessionId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Rank the drivers or the vehicles of a week. */
  'GET scorecards': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly week?: string | undefined;
      readonly subject?: 'driver' | 'vehicle' | undefined;
      readonly sort?: '-score' | 'score' | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Scorecard[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Scorecard;
  };
  /** Show how well a driver drove, week by week. */
  'GET drivers/{driverId}/scorecards': {
    path: { readonly driverId: string };
    query: { readonly from?: string | undefined; readonly to?: string | undefined };
    body: undefined;
    answer: Scorecards;
  };
  /** Show how well a vehicle was driven, week by week. */
  'GET vehicles/{vehicleId}/scorecards': {
    path: { readonly vehicleId: string };
    query: { readonly from?: string | undefined; readonly to?: string | undefined };
    body: undefined;
    answer: Scorecards;
  };
  /** Show how well you drove, week by week. */
  'GET me/scorecards': {
    path: undefined;
    query: { readonly from?: string | undefined; readonly to?: string | undefined };
    body: undefined;
    answer: Scorecards;
  };
  /** Take what a telematics provider sends. */
  'POST ingest/providers/{connectionId}': {
    path: { readonly connectionId: string };
    query: undefined;
    body: readonly unknown[] | Readonly<Record<string, unknown>>;
    answer: ReceivedFromProvider;
  };
  /** List connections to telematics providers. */
  'GET provider-connections': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'name' | '-name' | 'connectedAt' | '-connectedAt' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'provider'
            | 'name'
            | 'mode'
            | 'settings'
            | 'groupId'
            | 'status'
            | 'webhookPath'
            | 'secretSetAt'
            | 'health'
            | 'failure'
            | 'failingSince'
            | 'connectedAt'
            | 'version'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'paused' | 'disconnected')[] | undefined;
      readonly provider?: readonly ('samsara' | 'geotab' | 'motive' | 'flespi')[] | undefined;
      readonly health?: readonly ('ok' | 'failing')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly ProviderConnection[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: ProviderConnection;
  };
  /** Connect a telematics provider. */
  'POST provider-connections': {
    path: undefined;
    query: undefined;
    body: {
      readonly provider: 'samsara' | 'geotab' | 'motive' | 'flespi';
      readonly name: string;
      readonly mode: 'webhook' | 'poll';
      readonly settings?: ProviderSettings;
      /** A webhook: what the provider signs with. Otherwise an API token, or the password of who signs in. */
      readonly secret?: string;
      /** Limits it to vehicles of this group and those below it. */
      readonly groupId?: string;
    };
    answer: ConnectedProvider;
  };
  /** Show a connection. */
  'GET provider-connections/{connectionId}': {
    path: { readonly connectionId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'provider'
            | 'name'
            | 'mode'
            | 'settings'
            | 'groupId'
            | 'status'
            | 'webhookPath'
            | 'secretSetAt'
            | 'health'
            | 'failure'
            | 'failingSince'
            | 'connectedAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: ProviderConnection;
  };
  /** Show what was decided about a connection. */
  'GET provider-connections/{connectionId}/history': {
    path: { readonly connectionId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Set or replace the secret of a connection. */
  'POST provider-connections/{connectionId}/secret': {
    path: { readonly connectionId: string };
    query: undefined;
    body: {
      /** Absent: one is made here, where the provider lets us. */
      readonly secret?: string;
    };
    answer: ConnectedProvider;
  };
  /** Take nothing from a connection for now. */
  'POST provider-connections/{connectionId}/pause': {
    path: { readonly connectionId: string };
    query: undefined;
    body: undefined;
    answer: ProviderConnection;
  };
  /** Go on with a connection. */
  'POST provider-connections/{connectionId}/resume': {
    path: { readonly connectionId: string };
    query: undefined;
    body: undefined;
    answer: ProviderConnection;
  };
  /** End a connection for good. */
  'POST provider-connections/{connectionId}/disconnect': {
    path: { readonly connectionId: string };
    query: undefined;
    body: undefined;
    answer: ProviderConnection;
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
  /** List imports, newest first. */
  'GET imports': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly entity?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Import[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Begin an import. */
  'POST imports': {
    path: undefined;
    query: undefined;
    body: {
      /** What the rows are; see `GET imports/entities`. */
      readonly entity: string;
      /** The name of the file. */
      readonly name: string;
      readonly contentType: 'text/csv' | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      /** The size of the file. */
      readonly bytes: number;
    };
    answer: ImportWithUpload;
  };
  /** List what can be imported. */
  'GET imports/entities': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: {
      readonly items: readonly ImportEntity[];
    };
  };
  /** Get an empty table to fill in. */
  'GET imports/templates/{entity}': {
    path: { readonly entity: string };
    query: { readonly format?: 'csv' | 'xlsx' | undefined };
    body: undefined;
    answer: undefined;
  };
  /** Show an import. */
  'GET imports/{importId}': {
    path: { readonly importId: string };
    query: undefined;
    body: undefined;
    answer: Import;
  };
  /** Send the file of an import, and have it read. */
  'PUT imports/{importId}/content': {
    path: { readonly importId: string };
    query: undefined;
    body: undefined;
    answer: Import;
  };
  /** Have an uploaded file read. */
  'POST imports/{importId}/uploaded': {
    path: { readonly importId: string };
    query: undefined;
    body: {
      /** The sheet to read of a spreadsheet; else the first one. */
      readonly sheet?: string;
      readonly delimiter?: ',' | ';' | '\t' | '|';
      readonly encoding?: 'utf-8' | 'utf-16le' | 'windows-1252';
    };
    answer: Import;
  };
  /** Say which column of an import holds what. */
  'PUT imports/{importId}/mapping': {
    path: { readonly importId: string };
    query: undefined;
    body: ImportMapping;
    answer: Import;
  };
  /** See what an import would do. */
  'POST imports/{importId}/preview': {
    path: { readonly importId: string };
    query: undefined;
    body: undefined;
    answer: ImportPreview;
  };
  /** Run an import in the background. */
  'POST imports/{importId}/run': {
    path: { readonly importId: string };
    query: undefined;
    body: undefined;
    answer: Job;
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
  /** Show how the views are read and built. */
  'GET ops/views': {
    path: undefined;
    query: undefined;
    body: undefined;
    answer: {
      readonly items: readonly ViewStanding[];
      /** When this instance took in events from the change feed the last time; absent when it never did. */
      readonly followed?: {
        readonly at: string;
        /** How old the newest event was then. */
        readonly lagSeconds: number;
      };
    };
  };
  /** List messages that nothing could be made of. */
  'GET ops/dead-letters': {
    path: undefined;
    query: { readonly queue?: 'telemetry' | 'telemetry-wakeups' | 'jobs' | 'provider-polls' | 'documents' | undefined };
    body: undefined;
    answer: {
      readonly items: readonly DeadLetter[];
    };
  };
  /** List places, or what is near a point. */
  'GET places': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'name' | '-name' | 'createdAt' | '-createdAt' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'kind'
            | 'address'
            | 'position'
            | 'radiusMetres'
            | 'notes'
            | 'customFields'
            | 'groupId'
            | 'status'
            | 'createdAt'
            | 'archivedAt'
            | 'distanceMetres'
            | 'version'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'archived')[] | undefined;
      readonly kind?: readonly ('depot' | 'customer' | 'garage' | 'fuel' | 'parking' | 'home' | 'other')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
      readonly near?: string | undefined;
      readonly within?: number | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Place[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Place;
  };
  /** Add a place. */
  'POST places': {
    path: undefined;
    query: undefined;
    body: {
      readonly name: string;
      readonly kind?: 'depot' | 'customer' | 'garage' | 'fuel' | 'parking' | 'home' | 'other';
      readonly position: GeoPoint;
      /** As one would write it on a letter, in one line. */
      readonly address?: string;
      /** How far from its position one still is at the place. */
      readonly radiusMetres?: number;
      readonly notes?: string;
      /** Values of the fields defined with `custom-fields`, by key. */
      readonly customFields?: Readonly<Record<string, string | number | boolean>>;
      /** The group it belongs to; without it, the company itself. */
      readonly groupId?: string;
    };
    answer: Place;
  };
  /** Show a place. */
  'GET places/{placeId}': {
    path: { readonly placeId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'kind'
            | 'address'
            | 'position'
            | 'radiusMetres'
            | 'notes'
            | 'customFields'
            | 'groupId'
            | 'status'
            | 'createdAt'
            | 'archivedAt'
            | 'distanceMetres'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: Place;
  };
  /** Change what describes a place. */
  'PATCH places/{placeId}': {
    path: { readonly placeId: string };
    query: undefined;
    body: {
      readonly name?: string;
      readonly kind?: 'depot' | 'customer' | 'garage' | 'fuel' | 'parking' | 'home' | 'other';
      readonly position?: GeoPoint;
      readonly address?: string | null;
      readonly radiusMetres?: number | null;
      readonly notes?: string | null;
      /** New values by key; `null` takes a value away, a key that is not named keeps its own. */
      readonly customFields?: Readonly<Record<string, (string | number | boolean) | null>>;
    };
    answer: Place;
  };
  /** Show what was decided about a place. */
  'GET places/{placeId}/history': {
    path: { readonly placeId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Move a place to another group. */
  'POST places/{placeId}/move': {
    path: { readonly placeId: string };
    query: undefined;
    body: {
      /** `null`: the company itself. */
      readonly groupId: string | null;
    };
    answer: Place;
  };
  /** Archive a place. */
  'POST places/{placeId}/archive': {
    path: { readonly placeId: string };
    query: undefined;
    body: undefined;
    answer: Place;
  };
  /** Bring an archived place back. */
  'POST places/{placeId}/restore': {
    path: { readonly placeId: string };
    query: undefined;
    body: undefined;
    answer: Place;
  };
  /** List geofences. */
  'GET geofences': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: 'name' | '-name' | 'createdAt' | '-createdAt' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'description'
            | 'colour'
            | 'tags'
            | 'shape'
            | 'rules'
            | 'externalId'
            | 'groupId'
            | 'status'
            | 'createdAt'
            | 'archivedAt'
            | 'version'
          )[]
        | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'archived')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
      readonly tag?: readonly string[] | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly Geofence[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: Geofence;
  };
  /** Draw a geofence. */
  'POST geofences': {
    path: undefined;
    query: undefined;
    body: {
      readonly name: string;
      readonly shape: GeofenceShape;
      readonly description?: string;
      /** On maps: `#rrggbb`. */
      readonly colour?: string;
      /** At most 30. */
      readonly tags?: readonly string[];
      /** Without it: at any altitude and any time. */
      readonly rules?: GeofenceRules;
      /** The group it belongs to; without it, the company itself. */
      readonly groupId?: string;
    };
    answer: Geofence;
  };
  /** Export geofences as GeoJSON. */
  'GET geofences/geojson': {
    path: undefined;
    query: {
      readonly sort?: 'name' | '-name' | 'createdAt' | '-createdAt' | undefined;
      readonly search?: string | undefined;
      readonly status?: readonly ('active' | 'archived')[] | undefined;
      readonly groupId?: readonly string[] | undefined;
      readonly tag?: readonly string[] | undefined;
    };
    body: undefined;
    answer: undefined;
  };
  /** Import geofences from GeoJSON. */
  'POST geofences/import': {
    path: undefined;
    query: { readonly groupId?: string | undefined };
    body: { readonly type: 'FeatureCollection'; readonly features: readonly unknown[]; [name: string]: unknown };
    answer: ImportedFeatures;
  };
  /** Show a geofence. */
  'GET geofences/{geofenceId}': {
    path: { readonly geofenceId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'name'
            | 'description'
            | 'colour'
            | 'tags'
            | 'shape'
            | 'rules'
            | 'externalId'
            | 'groupId'
            | 'status'
            | 'createdAt'
            | 'archivedAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: Geofence;
  };
  /** Change what describes a geofence, and its rules. */
  'PATCH geofences/{geofenceId}': {
    path: { readonly geofenceId: string };
    query: undefined;
    body: {
      readonly name?: string;
      readonly description?: string | null;
      readonly colour?: string | null;
      /** At most 30. */
      readonly tags?: readonly string[];
      /** All of them: what is not named is taken away. */
      readonly rules?: GeofenceRules;
    };
    answer: Geofence;
  };
  /** Show what was decided about a geofence. */
  'GET geofences/{geofenceId}/history': {
    path: { readonly geofenceId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Draw a geofence anew. */
  'POST geofences/{geofenceId}/redraw': {
    path: { readonly geofenceId: string };
    query: undefined;
    body: {
      readonly shape: GeofenceShape;
    };
    answer: Geofence;
  };
  /** Move a geofence to another group. */
  'POST geofences/{geofenceId}/move': {
    path: { readonly geofenceId: string };
    query: undefined;
    body: {
      /** `null`: the company itself. */
      readonly groupId: string | null;
    };
    answer: Geofence;
  };
  /** Archive a geofence. */
  'POST geofences/{geofenceId}/archive': {
    path: { readonly geofenceId: string };
    query: undefined;
    body: undefined;
    answer: Geofence;
  };
  /** Bring an archived geofence back. */
  'POST geofences/{geofenceId}/restore': {
    path: { readonly geofenceId: string };
    query: undefined;
    body: undefined;
    answer: Geofence;
  };
  /** List who was in geofences, went through them, or was away from them. */
  'GET geofence-visits': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly sort?: '-enteredAt' | 'enteredAt' | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'kind'
            | 'status'
            | 'geofenceId'
            | 'vehicleId'
            | 'driverId'
            | 'enteredAt'
            | 'leftAt'
            | 'seconds'
            | 'dwelledAt'
            | 'entered'
            | 'left'
            | 'maxSpeed'
            | 'endedBecause'
            | 'recordedAt'
            | 'correctedAt'
            | 'version'
          )[]
        | undefined;
      readonly geofenceId?: readonly string[] | undefined;
      readonly vehicleId?: readonly string[] | undefined;
      readonly driverId?: readonly string[] | undefined;
      readonly kind?: readonly ('visit' | 'crossing' | 'absence')[] | undefined;
      readonly status?: readonly ('open' | 'over' | 'withdrawn')[] | undefined;
      readonly enteredAtFrom?: string | undefined;
      readonly enteredAtTo?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly GeofenceVisit[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
    line: GeofenceVisit;
  };
  /** Show a visit to a geofence. */
  'GET geofence-visits/{visitId}': {
    path: { readonly visitId: string };
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly fields?:
        | readonly (
            | 'id'
            | 'kind'
            | 'status'
            | 'geofenceId'
            | 'vehicleId'
            | 'driverId'
            | 'enteredAt'
            | 'leftAt'
            | 'seconds'
            | 'dwelledAt'
            | 'entered'
            | 'left'
            | 'maxSpeed'
            | 'endedBecause'
            | 'recordedAt'
            | 'correctedAt'
            | 'version'
          )[]
        | undefined;
    };
    body: undefined;
    answer: GeofenceVisit;
  };
  /** Show what was found out about a visit. */
  'GET geofence-visits/{visitId}/history': {
    path: { readonly visitId: string };
    query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
    body: undefined;
    answer: {
      readonly items: readonly HistoryEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** List who did what, when and from where. */
  'GET audit': {
    path: undefined;
    query: {
      readonly limit?: number | undefined;
      readonly cursor?: string | undefined;
      readonly actor?: string | undefined;
      readonly action?: string | undefined;
      readonly subject?: string | undefined;
      readonly subjectKind?: string | undefined;
      readonly outcome?: 'done' | 'refused' | 'read' | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    };
    body: undefined;
    answer: {
      readonly items: readonly AuditEntry[];
      /** Pass it as `cursor` for the next page; absent on the last one. */
      readonly nextCursor?: string;
    };
  };
  /** Export who did what, when and from where, as lines. */
  'GET audit/export': {
    path: undefined;
    query: {
      readonly actor?: string | undefined;
      readonly action?: string | undefined;
      readonly subject?: string | undefined;
      readonly subjectKind?: string | undefined;
      readonly outcome?: 'done' | 'refused' | 'read' | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    };
    body: undefined;
    answer: undefined;
    line: AuditEntry;
  };
  /** List the groups as a tree. */
  'GET groups': {
    path: undefined;
    query: {
      readonly asOf?: string | undefined;
      readonly atLeast?: number | undefined;
      readonly archived?: 'true' | 'false' | undefined;
    };
    body: undefined;
    answer: GroupTree;
  };
  /** Add a group. */
  'POST groups': {
    path: undefined;
    query: undefined;
    body: {
      readonly name: string;
      /** Absent: at the top of the tree. */
      readonly parentId?: string;
    };
    answer: Group;
  };
  /** Get a group. */
  'GET groups/{groupId}': {
    path: { readonly groupId: string };
    query: { readonly asOf?: string | undefined; readonly atLeast?: number | undefined };
    body: undefined;
    answer: Group;
  };
  /** Rename a group. */
  'PATCH groups/{groupId}': {
    path: { readonly groupId: string };
    query: undefined;
    body: {
      readonly name: string;
    };
    answer: Group;
  };
  /** Move a group with everything below it. */
  'POST groups/{groupId}/move': {
    path: { readonly groupId: string };
    query: undefined;
    body: {
      /** `null`: to the top of the tree. */
      readonly parentId: string | null;
    };
    answer: Group;
  };
  /** Archive a group to which nothing belongs. */
  'POST groups/{groupId}/archive': {
    path: { readonly groupId: string };
    query: undefined;
    body: undefined;
    answer: Group;
  };
  /** Follow what changes among members. */
  'GET feed/members': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Member;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among invitations. */
  'GET feed/invitations': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Invitation;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among api-clients. */
  'GET feed/api-clients': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: ApiClient;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among vehicles. */
  'GET feed/vehicles': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Vehicle;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among custom-fields. */
  'GET feed/custom-fields': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: CustomFields;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among drivers. */
  'GET feed/drivers': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Driver;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among assignments. */
  'GET feed/assignments': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: AssignmentRecord;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among renewals. */
  'GET feed/renewals': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: RenewalRecord;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among documents. */
  'GET feed/documents': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Document;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among trips. */
  'GET feed/trips': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Trip;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among fuel-events. */
  'GET feed/fuel-events': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: FuelEvent;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among charge-sessions. */
  'GET feed/charge-sessions': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: ChargeSession;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among provider-connections. */
  'GET feed/provider-connections': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: ProviderConnection;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among places. */
  'GET feed/places': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Place;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among geofences. */
  'GET feed/geofences': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: Geofence;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
  /** Follow what changes among geofence-visits. */
  'GET feed/geofence-visits': {
    path: undefined;
    query: { readonly since?: string | undefined; readonly limit?: number | undefined };
    body: undefined;
    answer: {
      readonly items: readonly {
        readonly changedAt?: string;
        readonly entity: GeofenceVisit;
      }[];
      /** Where to go on. Always there. */
      readonly next: string;
      /** Whether to go on at once. */
      readonly more: boolean;
    };
  };
}
