namespace RouteGen;

/// <summary>Parts of a request that muxes and outer handlers set for the next handlers.</summary>
internal sealed class RouteParts
{
    /// <summary>Mount whose path is removed when the received URL is first read. Null if there is none.</summary>
    internal MountPoint? StrippedOf;

    internal MountPoint? MountPoint;
    internal IHandler? MountedMux;

    /// <summary>Escaped path that was matched. Null means the received path.</summary>
    internal byte[]? RoutedPath;

    internal Dictionary<string, string>? SetPathValues;
}
