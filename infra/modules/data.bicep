metadata description = 'The database and its containers, as containers.json lists them.'

@minLength(3)
@maxLength(44)
param name string
param location string
param tags object
param maxThroughput int
param backupDays int
param zoneRedundant bool
param identityName string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

var fleet = loadJsonContent('../containers.json')

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    // An instance that sees telemetry segments gone must see the slices they went into. The bounds fit any number of regions.
    consistencyPolicy: {
      defaultConsistencyLevel: 'BoundedStaleness'
      maxStalenessPrefix: 100000
      maxIntervalInSeconds: 300
    }
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous${backupDays}Days' }
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: 'Enabled'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: fleet.database
  properties: {
    resource: { id: fleet.database }
    options: { autoscaleSettings: { maxThroughput: maxThroughput } }
  }
}

resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = [
  for container in fleet.containers: {
    parent: database
    name: container.name
    properties: {
      resource: {
        id: container.name
        partitionKey: {
          kind: length(container.partitionKey) > 1 ? 'MultiHash' : 'Hash'
          paths: container.partitionKey
          version: 2
        }
        indexingPolicy: {
          indexingMode: 'consistent'
          automatic: true
          includedPaths: [{ path: '/*' }]
          excludedPaths: map(concat(container.?excludedPaths ?? [], ['/"_etag"/?']), path => { path: path })
          compositeIndexes: map(
            container.?compositeIndexes ?? [],
            paths => map(paths, path => { path: path, order: 'ascending' })
          )
        }
        ...(contains(container, 'defaultTtl') ? { defaultTtl: container.?defaultTtl } : {})
      }
    }
  }
]

@description('Cosmos DB Built-in Data Contributor; a role of the account itself, not of Azure.')
resource contributor 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-04-15' existing = {
  parent: account
  name: '00000000-0000-0000-0000-000000000002'
}

resource mayReadAndWrite 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = {
  parent: account
  name: guid(account.id, identity.id, contributor.id)
  properties: {
    principalId: identity.properties.principalId
    roleDefinitionId: contributor.id
    scope: account.id
  }
}

output endpoint string = account.properties.documentEndpoint
output database string = database.name
