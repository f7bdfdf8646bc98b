namespace LoadClient.Chaos;

/// <summary>Ends the flow that found a fault, which was reported, or one that a handler was to end with.</summary>
internal sealed class ChaosException(string message) : Exception(message);
