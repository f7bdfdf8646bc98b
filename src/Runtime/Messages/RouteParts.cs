namespace RouteGen;

/// <summary>Parts of a request that muxes and outer handlers set for the next handlers.</summary>
internal sealed class RouteParts
{
    /// <summary>Mount whose path is removed from the received URL, while no URL is kept. Null if nothing is removed.</summary>
    internal MountPoint? StrippedOf;

    internal MountPoint? MountPoint;
    internal IHandler? MountedMux;

    /// <summary>Escaped path that the pattern was matched with. Null if that is the received one.</summary>
    internal byte[]? RoutedPath;

    internal Dictionary<string, string>? SetPathValues;
}
