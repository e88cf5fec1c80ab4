"""A customer's cloud resources: subscriptions, on-demand resources and savings plans, as the cloud platform tells of them."""
