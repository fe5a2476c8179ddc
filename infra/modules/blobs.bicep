metadata description = 'What people upload and fetch, in the containers that blobs.json lists; apart from what the functions host keeps.'

import { roles } from 'roles.bicep'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param zoneRedundant bool
param identityName string

@description('Where the pages come from that may put files to the links they are given.')
param siteOrigin string

@description('How much is scanned for malware in a month, in GB; what comes after that is never passed.')
@minValue(10)
param scannedGBPerMonth int = 500

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

var fleet = loadJsonContent('../blobs.json')

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    cors: {
      corsRules: [
        {
          allowedOrigins: [siteOrigin]
          allowedMethods: ['GET', 'PUT']
          allowedHeaders: ['content-type', 'x-ms-blob-type']
          exposedHeaders: ['etag']
          maxAgeInSeconds: 3600
        }
      ]
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in fleet.containers: {
    parent: blobs
    name: container.name
    properties: { publicAccess: 'None' }
  }
]

resource cleaning 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        for container in filter(fleet.containers, container => contains(container, 'deleteAfterDays')): {
          name: 'clean-${container.name}'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${container.name}/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: container.?deleteAfterDays } } }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

// Scans whatever is written, and says in an index tag of the blob what it has found.
resource scanning 'Microsoft.Security/defenderForStorageSettings@2025-06-01' = {
  scope: account
  name: 'current'
  properties: {
    isEnabled: true
    overrideSubscriptionLevelSettings: true
    malwareScanning: { onUpload: { isEnabled: true, capGBPerMonth: scannedGBPerMonth } }
    sensitiveDataDiscovery: { isEnabled: false }
  }
}

// The first lets it read the tags that the scanner writes. The second lets it sign links, by a key that the service lends it.
var granted = [roles['Storage Blob Data Owner'], roles['Storage Blob Delegator']]

resource mayKeep 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in granted: {
    scope: account
    name: guid(account.id, identity.id, role)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]
