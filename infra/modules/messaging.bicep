metadata description = 'The broker and its queues, topics and subscriptions, as topics.json lists them.'

@minLength(6)
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

@description('The file speaks the broker\'s own language: what is not a name or a list within is a setting.')
func settingsOf(entity object) object =>
  toObject(
    filter(items(entity), entry => !contains(['name', 'subscriptions'], entry.key)),
    entry => entry.key,
    entry => entry.value
  )

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: take(name, 50)
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

var roles = ['Azure Service Bus Data Sender', 'Azure Service Bus Data Receiver']

resource maySendAndReceive 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    scope: namespace
    name: guid(namespace.id, identity.id, role)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: roleDefinitions(role).id
    }
  }
]

output fullyQualifiedNamespace string = '${namespace.name}.servicebus.windows.net'
