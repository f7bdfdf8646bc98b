namespace RouteGen;

/// <summary>State of a request that an outer handler changes for the next handler and restores afterwards.</summary>
/// <param name="Url">The URL. Null if it was not read yet.</param>
/// <param name="StrippedOf">The mount whose path is removed when the URL is first read, or null for none.</param>
/// <param name="Route">The route of the handler, or null before routing.</param>
/// <param name="IsRewritten">True if the method, host or URL was changed before.</param>
/// <param name="RoutedPath">The escaped path that was matched. Null means the received path.</param>
/// <param name="MountPoint">The mount point of the next mux, or null if it is not mounted.</param>
/// <param name="MountedMux">The mux at <paramref name="MountPoint"/>, or null for none.</param>
internal readonly record struct RequestTarget(
    Url? Url, MountPoint? StrippedOf, IRouteOrigin? Route, bool IsRewritten, byte[]? RoutedPath, MountPoint? MountPoint,
    IHandler? MountedMux);
