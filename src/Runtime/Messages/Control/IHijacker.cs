namespace RouteGen;

/// <summary>
/// A writer whose connection can be taken over. Used by <see cref="ResponseController"/>. Go's name: <c>http.Hijacker</c>.
/// </summary>
public interface IHijacker
{
    /// <summary>Takes over the connection from the server, like <see cref="ResponseController.Hijack"/>.</summary>
    HijackedConn Hijack();
}
