/** What providers send, after their documents, with numbers of our own. */
export const NOW = Date.parse('2026-03-02T08:00:00.000Z');

/** Seconds ago. */
export const ago = (seconds: number): string => new Date(NOW - seconds * 1_000).toISOString();

export const samsaraPage = {
  data: [
    {
      id: '281474977075805',
      name: 'Van 7',
      externalIds: { 'samsara.serial': 'G9N3XY7AB2', 'samsara.vin': 'WVWZZZ1JZ3W386752' },
      gps: [
        {
          time: ago(60),
          latitude: 49.0123456,
          longitude: 8.4321987,
          headingDegrees: 271,
          speedMilesPerHour: 50,
          reverseGeo: { formattedLocation: 'Depot' },
          isEcuSpeed: true,
          decorations: { fuelPercents: { value: 41 }, obdEngineSeconds: { value: 3_600_120 } },
        },
        { time: ago(30), latitude: 49.02, longitude: 8.44, headingDegrees: 360, speedMilesPerHour: 0 },
      ],
      engineStates: [
        { time: ago(4_000), value: 'On' },
        { time: ago(31), value: 'Off' },
      ],
      obdOdometerMeters: [{ time: ago(61), value: 120_345_678 }],
      batteryMilliVolts: [{ time: ago(29), value: 12_640 }],
    },
    { id: '281474977075806', name: 'Trailer', engineStates: [{ time: ago(10), value: 'Idle' }] },
  ],
  pagination: { endCursor: 'cursor-2', hasNextPage: false },
};

export const samsaraSnapshot = {
  data: [
    {
      id: '281474977075807',
      gps: { time: ago(5), latitude: 48.5, longitude: 9.5, speedMilesPerHour: 10 },
      engineState: { time: ago(6), value: 'Idle' },
      fuelPercent: { time: ago(5), value: 88 },
    },
  ],
};

export const samsaraPing = { eventId: 'e-1', eventMs: NOW, eventType: 'Ping', event: { text: 'Hello' } };

export const samsaraAlert = {
  eventId: '0a6f8dca-8f3f-4f6a-9a52-6a2cf19d9c4e',
  eventTime: ago(2),
  eventType: 'AlertIncident',
  orgId: 4711,
  webhookId: '99',
  data: {
    configurationId: 'c-1',
    happenedAtTime: ago(12),
    isResolved: false,
    conditions: [
      {
        description: 'Entered',
        details: { geofenceEntry: { vehicle: { id: '55' }, location: { latitude: 47.1, longitude: 8.2 } } },
      },
      { description: 'Panic button', details: { panicButton: { vehicle: { id: '56' } } } },
    ],
  },
};

export const geotabPage = {
  logRecords: [
    { id: 'b1', latitude: 49.1, longitude: 8.1, speed: 72, dateTime: ago(60), device: { id: 'b2A' } },
    { id: 'b2', latitude: 49.2, longitude: 8.2, speed: 0, dateTime: ago(20), device: { id: 'b2A' } },
    { id: 'b3', latitude: 50, longitude: 9, speed: 36, dateTime: ago(45), device: { id: 'b3F' } },
  ],
  statusData: [
    {
      id: 's1',
      data: 1,
      dateTime: ago(61),
      device: { id: 'b2A' },
      diagnostic: { id: 'DiagnosticIgnitionId' },
      controller: 'ControllerNoneId',
    },
    {
      id: 's2',
      data: 98_765_400,
      dateTime: ago(59),
      device: { id: 'b2A' },
      diagnostic: { id: 'DiagnosticOdometerId' },
    },
    { id: 's3', data: 0, dateTime: ago(19), device: { id: 'b2A' }, diagnostic: { id: 'DiagnosticIgnitionId' } },
    { id: 's4', data: 55.5, dateTime: ago(45), device: { id: 'b3F' }, diagnostic: { id: 'DiagnosticFuelUnitsId' } },
    { id: 's5', data: 77, dateTime: ago(45), device: { id: 'b3F' }, diagnostic: { id: 'DiagnosticUnheardOfId' } },
    { id: 's6', data: 91, dateTime: ago(45), device: { id: 'b9' }, diagnostic: { id: 'DiagnosticFuelLevelId' } },
  ],
};

export const motiveLocation = {
  action: 'vehicle_location_updated',
  id: 'a3f2',
  vehicle_id: 3142,
  vehicle_number: 'T-12',
  type: 'vehicle_moving',
  lat: 35.11684,
  lon: -80.72371,
  located_at: ago(9),
  speed: 60,
  bearing: 92,
  odometer: 90_000,
  true_odometer: 100_000,
  engine_hours: 2_000.5,
  fuel: 1_000,
  fuel_primary_remaining_percentage: 63,
  battery_voltage: 13.9,
};

export const motivePage = {
  vehicles: [
    {
      vehicle: {
        id: 3142,
        number: 'T-12',
        current_location: {
          lat: 35.2,
          lon: -80.9,
          located_at: ago(40),
          bearing: 10,
          kph: 36,
          type: 'ignition_off',
          odometer: 10,
        },
      },
    },
    { vehicle: { id: 3143, number: 'T-13', current_location: null } },
  ],
  pagination: { per_page: 100, page_no: 1, total: 2 },
};

export const motiveBrake = {
  action: 'driver_performance_event_created',
  type: 'hard_brake',
  vehicle: { id: 3142 },
  start_lat: 35.3,
  start_lon: -80.8,
  start_time: ago(100),
};

export const flespiMessages = [
  {
    ident: '352093081234567',
    timestamp: (NOW - 15_250) / 1_000,
    'server.timestamp': (NOW - 14_000) / 1_000,
    'channel.id': 42,
    'device.id': 77,
    'protocol.id': 14,
    'position.latitude': 49.069782,
    'position.longitude': 28.632826,
    'position.altitude': 273.61,
    'position.direction': 281,
    'position.speed': 90,
    'position.satellites': 18,
    'position.hdop': 0.7,
    'position.valid': true,
    'engine.ignition.status': true,
    'movement.status': true,
    'can.vehicle.mileage': 120_345.5,
    'vehicle.mileage': 99,
    'can.engine.rpm': 1_850,
    'can.fuel.volume': 41.5,
    'external.powersource.voltage': 13.8,
    'harsh.braking.event': true,
    'ibutton.code': '01A2B3C4D5E6F701',
    'can.dtc': ['P0301', 'P0420'],
  },
];
