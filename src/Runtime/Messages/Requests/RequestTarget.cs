namespace RouteGen;

/// <summary>Parts of a request that a handler in front may change for the one behind it.</summary>
/// <param name="Url">The URL. Null if it has not been requested yet.</param>
/// <param name="StrippedOf">Not asked for: the mount whose path it lacks; null: none.</param>
/// <param name="Route">What chose the handler; null: nothing yet.</param>
/// <param name="IsRewritten">True if it had been changed before.</param>
/// <param name="RoutedPath">The escaped path it was matched with; null: the one received.</param>
/// <param name="MountPoint">Where the mux behind is mounted; null: it is not.</param>
/// <param name="MountedMux">The mux behind that is mounted there; null: none.</param>
internal readonly record struct RequestTarget(
    Url? Url, MountPoint? StrippedOf, IRouteOrigin? Route, bool IsRewritten, byte[]? RoutedPath, MountPoint? MountPoint,
    IHandler? MountedMux);
