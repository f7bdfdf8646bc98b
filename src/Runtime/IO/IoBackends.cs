namespace RouteGen.IO;

/// <summary>The back end of this process.</summary>
internal static class IoBackends
{
    internal static IoBackend Default => EpollBackend.Instance;
}
