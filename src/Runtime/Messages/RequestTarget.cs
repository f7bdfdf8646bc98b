namespace RouteGen;

/// <summary>Parts of a request that an outer handler may change for the next one.</summary>
/// <param name="Url">The URL. Null if it has not been requested yet.</param>
/// <param name="StrippedOf">If the URL has not been requested: the mount whose path it lacks, or null for none.</param>
/// <param name="Route">The route that chose the handler, or null before the choice.</param>
/// <param name="IsRewritten">True if it had been changed before.</param>
/// <param name="RoutedPath">The escaped path that was matched. Null means the one received.</param>
/// <param name="MountPoint">Where the next mux is mounted, or null if it is not.</param>
/// <param name="MountedMux">The next mux that is mounted there, or null for none.</param>
internal readonly record struct RequestTarget(
    Url? Url, MountPoint? StrippedOf, IRouteOrigin? Route, bool IsRewritten, byte[]? RoutedPath, MountPoint? MountPoint,
    IHandler? MountedMux);
