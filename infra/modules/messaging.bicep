metadata description = 'The broker and its queues, topics and subscriptions, as topics.json lists them.'

import { roles } from 'roles.bicep'

@minLength(6)
@maxLength(50)
param name string
param location string
param tags object
param sku string
param identityName string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

var entities = loadJsonContent('../topics.json')
var subscribed = flatten(map(
  entities.topics,
  topic => map(topic.subscriptions, subscription => { topic: topic.name, subscription: subscription })
))

@description('What is neither a name nor a list of subscriptions is a setting, called as the broker calls it.')
func settingsOf(entity object) object =>
  toObject(
    filter(items(entity), entry => !contains(['name', 'subscriptions'], entry.key)),
    entry => entry.key,
    entry => entry.value
  )

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: sku, ...(sku == 'Premium' ? { capacity: 1 } : {}) }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [
  for queue in entities.queues: {
    parent: namespace
    name: queue.name
    properties: settingsOf(queue)
  }
]

resource topics 'Microsoft.ServiceBus/namespaces/topics@2026-01-01' = [
  for topic in entities.topics: {
    parent: namespace
    name: topic.name
    properties: settingsOf(topic)
  }
]

resource subscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2026-01-01' = [
  for entry in subscribed: {
    name: '${namespace.name}/${entry.topic}/${entry.subscription.name}'
    properties: settingsOf(entry.subscription)
    dependsOn: [topics]
  }
]

var granted = [roles['Azure Service Bus Data Sender'], roles['Azure Service Bus Data Receiver']]

resource maySendAndReceive 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in granted: {
    scope: namespace
    name: guid(namespace.id, identity.id, role)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

output fullyQualifiedNamespace string = '${namespace.name}.servicebus.windows.net'
