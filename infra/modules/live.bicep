metadata description = 'The live channel to the browsers.'

@minLength(6)
param name string
param location string
param tags object
param sku string
param identityName string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' = {
  name: take(name, 63)
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
  name: guid(service.id, identity.id, 'Web PubSub Service Owner')
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleDefinitions('Web PubSub Service Owner').id
  }
}

output endpoint string = 'https://${service.properties.hostName}'
output hub string = hub.name
