metadata description = 'The live channel to the browsers.'

import { roles } from 'roles.bicep'

@minLength(3)
@maxLength(63)
param name string
param location string
param tags object
param sku string
param identityName string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'WebPubSub'
  sku: { name: sku, capacity: 1 }
  properties: {
    disableLocalAuth: true
    tls: { clientCertEnabled: false }
    publicNetworkAccess: 'Enabled'
  }
}

resource hub 'Microsoft.SignalRService/webPubSub/hubs@2024-03-01' = {
  parent: service
  name: 'fleet'
  properties: { anonymousConnectPolicy: 'deny' }
}

resource mayPush 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: service
  name: guid(service.id, identity.id, roles['Web PubSub Service Owner'])
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles['Web PubSub Service Owner']
    )
  }
}

output endpoint string = 'https://${service.properties.hostName}'
output hub string = hub.name
