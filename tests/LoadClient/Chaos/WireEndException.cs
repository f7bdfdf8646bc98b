namespace LoadClient.Chaos;

/// <summary>The connection ended, by FIN or reset, in the middle of something.</summary>
internal sealed class WireEndException(string message) : Exception(message);
