namespace RouteGen;

/// <summary>A writer that can respond while the request is still being read. Reached through <see cref="ResponseController"/>.</summary>
public interface IFullDuplex
{
    /// <summary>Lets the handler read while it writes, like <see cref="ResponseController.EnableFullDuplex"/>.</summary>
    void EnableFullDuplex();
}
