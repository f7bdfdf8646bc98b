namespace RouteGen;

/// <summary>What of a request a handler in front may change for the one behind it.</summary>
/// <param name="Url">The URL; null: nobody has asked for it.</param>
/// <param name="StrippedOf">Not asked for: the mount whose path it lacks; null: none.</param>
/// <param name="Pattern">The pattern that chose the handler.</param>
/// <param name="IsRewritten">Whether it had been changed before.</param>
/// <param name="PathNames">What the pattern captures; null: nothing.</param>
/// <param name="RoutedPath">The escaped path it was matched with; null: the one received.</param>
/// <param name="MountPoint">Where the mux behind is mounted; null: it is not.</param>
/// <param name="MountedMux">The mux behind that is mounted there; null: none.</param>
internal readonly record struct RequestTarget(
    Url? Url, MountPoint? StrippedOf, string Pattern, bool IsRewritten, PathNames? PathNames, byte[]? RoutedPath, MountPoint? MountPoint, IHandler? MountedMux);
