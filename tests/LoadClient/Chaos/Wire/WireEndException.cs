namespace LoadClient.Chaos;

/// <summary>The connection ended, by FIN or reset, in the middle of something.</summary>
internal sealed class WireEndException(string message, bool isReset = false) : Exception(message)
{
    /// <summary>The end destroyed what had not been read yet.</summary>
    internal bool IsReset => isReset;
}
